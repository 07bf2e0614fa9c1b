package dev.ingot.runtime.speculate;

/**
 * Guesses that what followed the last tokens when they came before follows them again: prompt lookup (Saxena 2023). The
 * longest run of tokens that has come before decides, and of several places the last. Where the guess reaches the end of
 * the text it goes on with itself, so that whatever repeats with a short period is guessed at full length.
 */
public final class RepeatedText implements Drafter {

    private final int longest;
    private final int shortest;

    /**
     * Creates one.
     *
     * @param shortest fewest tokens that must have come before, at least 1
     * @param longest  most tokens that are looked for, at least {@code shortest}
     */
    public RepeatedText(final int shortest, final int longest) {
        this.shortest = shortest;
        this.longest = longest;
    }

    @Override
    public int draft(final int[] text, final int length, final int most, final int[] into) {
        final int from = continuation(text, length);
        if (from < 0) {
            return 0;
        }
        for (int i = 0; i < most; i++) {
            final int index = from + i;
            into[1 + i] = index < length ? text[index] : into[1 + index - length];
        }
        return most;
    }

    /** Returns where the text went on after the place that is most like its end, or -1. */
    private int continuation(final int[] text, final int length) {
        int best = -1;
        int bestRun = shortest - 1;
        for (int end = length - 1; end > 0 && bestRun < longest; end--) {
            final int run = run(text, end, length, longest);
            if (run > bestRun) {
                bestRun = run;
                best = end;
            }
        }
        return best;
    }

    /** Returns how many tokens before {@code end} are those before {@code length}. */
    private static int run(final int[] text, final int end, final int length, final int most) {
        final int bound = Math.min(most, end);
        int run = 0;
        while (run < bound && text[end - 1 - run] == text[length - 1 - run]) {
            run++;
        }
        return run;
    }
}
