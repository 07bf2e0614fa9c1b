package dev.ingot.bench;

import java.util.List;
import java.util.OptionalDouble;

/**
 * One speed that runtimes are compared by, in tokens per second.
 *
 * @param name    of the figure
 * @param threads that compute
 * @param depth   tokens in the key-value cache when the clock starts
 * @param prompt  tokens computed in one go, 0 for decoding
 * @param tokens  decoded one by one, 0 for a prompt
 * @param busy    whether another process works meanwhile
 * @param goal    what Ingot's speed is to be, as a multiple of llama.cpp's
 */
record SpeedCase(String name, int threads, int depth, int prompt, int tokens, boolean busy,
        OptionalDouble goal) {

    /** Tokens before those that are decoded at "short context". */
    static final int SHORT = 128;
    /** Tokens of a long conversation. */
    static final int LONG = 2000;

    private static final int DECODED = 64;
    private static final int DECODED_BUSY = 32;

    /** Returns all comparisons, in the order of the table. */
    static List<SpeedCase> all() {
        return List.of(
                decode("decode, 1 thread", 1, SHORT, OptionalDouble.of(1.0)),
                decode("decode, 2 threads", 2, SHORT, OptionalDouble.of(1.1)),
                decode("decode after 2000, 1 thread", 1, LONG, OptionalDouble.empty()),
                decode("decode after 2000, 2 threads", 2, LONG, OptionalDouble.of(1.2)),
                prefill("prefill of 128, 1 thread", 1, 128, OptionalDouble.empty()),
                prefill("prefill of 512, 1 thread", 1, 512, OptionalDouble.empty()),
                prefill("prefill of 128, 2 threads", 2, 128, OptionalDouble.of(1.35)),
                prefill("prefill of 512, 2 threads", 2, 512, OptionalDouble.of(1.35)),
                new SpeedCase("decode beside a busy process, 2 threads", 2, SHORT, 0, DECODED_BUSY, true,
                        OptionalDouble.of(3)));
    }

    private static SpeedCase decode(final String name, final int threads, final int depth,
            final OptionalDouble goal) {
        return new SpeedCase(name, threads, depth, 0, DECODED, false, goal);
    }

    private static SpeedCase prefill(final String name, final int threads, final int prompt,
            final OptionalDouble goal) {
        return new SpeedCase(name, threads, 0, prompt, 0, false, goal);
    }
}
