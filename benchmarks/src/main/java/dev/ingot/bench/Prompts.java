package dev.ingot.bench;

import java.util.SplittableRandom;

/** Seeded prompts of ordinary tokens. */
final class Prompts {

    private static final int SEED = 5;
    /** All ids up to here are ordinary tokens of every tokenizer worth measuring. */
    private static final int LAST_ID = 256;

    private Prompts() {}

    /** Returns a prompt; a longer one begins with every shorter one. */
    static int[] random(final long length) {
        return new SplittableRandom(SEED).ints(length, 0, LAST_ID).toArray();
    }
}
