package dev.ingot.runtime.speculate;

/** Guesses how a text goes on. Wrong guesses cost time, never anything else. For one thread at a time. */
public interface Drafter extends AutoCloseable {

    /**
     * Guesses.
     *
     * @param text   tokens
     * @param length how many of them there are
     * @param most   tokens to guess, at least 1
     * @param into   where they go, from index 1 on
     * @return how many were guessed, 0 to {@code most}
     */
    int draft(int[] text, int length, int most, int[] into);

    /** Makes a guess that is under way end soon; from any thread. */
    default void stop() {}

    /** Frees what was needed for guessing. */
    @Override
    default void close() {}
}
