package dev.ingot.foundry.validate.score;

import java.util.HashSet;
import java.util.List;

/**
 * How much of a text says the same again: the part of its n-grams that stood there before, as Welleck et al. 2020 ("Neural
 * Text Generation with Unlikelihood Training", seq-rep-n) count it. Of token ids, so that it is the same in every language.
 */
public final class Repetition {

    /** Tokens of an n-gram. */
    public static final int N = 4;
    private static final int LEAST = 32;
    private static final double LOOPING = 0.5;

    private Repetition() {}

    /**
     * Counts.
     *
     * @param tokens ids
     * @return from 0, no n-gram twice, to nearly 1; 0 for fewer tokens than an n-gram has
     */
    public static double of(final List<Integer> tokens) {
        final int count = tokens.size() - N + 1;
        if (count < 1) {
            return 0;
        }
        final var distinct = new HashSet<List<Integer>>();
        for (int i = 0; i < count; i++) {
            distinct.add(tokens.subList(i, i + N));
        }
        return 1 - (double) distinct.size() / count;
    }

    /**
     * Tells whether a text goes round in circles.
     *
     * @param tokens ids
     * @return true if more than half of its n-grams stood there before, and it has 32 tokens or more
     */
    public static boolean loops(final List<Integer> tokens) {
        return tokens.size() >= LEAST && of(tokens) > LOOPING;
    }
}
