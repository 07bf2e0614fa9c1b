package dev.ingot.quality;

import java.util.BitSet;

/**
 * McNemar's exact test: whether two models that answered the same questions differ by more than chance. Only the
 * questions count on which one was right and the other wrong; if the models were equally good, each of these would be a
 * fair coin.
 *
 * @param onlyFirst  questions that only the first model got right
 * @param onlySecond questions that only the second model got right
 */
public record McNemar(int onlyFirst, int onlySecond) {

    /** Checks the counts. */
    public McNemar {
        if (onlyFirst < 0 || onlySecond < 0) {
            throw new IllegalArgumentException("counts: " + onlyFirst + ", " + onlySecond);
        }
    }

    /**
     * Counts the questions on which two models differ.
     *
     * @param first  the questions that the first model got right
     * @param second those that the second got right, by the same numbers
     * @return the test
     */
    public static McNemar of(final BitSet first, final BitSet second) {
        final BitSet onlyFirst = BitSet.valueOf(first.toLongArray());
        onlyFirst.andNot(second);
        final BitSet onlySecond = BitSet.valueOf(second.toLongArray());
        onlySecond.andNot(first);
        return new McNemar(onlyFirst.cardinality(), onlySecond.cardinality());
    }

    /**
     * Returns how likely a difference at least as large is when the models are equally good: the two-sided binomial
     * {@code min(1, 2 * sum of C(n, i) / 2^n for i = 0 .. min(b, c))} with {@code n = b + c}.
     *
     * @return the probability; 1 when no question tells them apart
     */
    public double pValue() {
        final int n = onlyFirst + onlySecond;
        final int least = Math.min(onlyFirst, onlySecond);
        double logTerm = -n * Math.log(2); // of C(n, 0) / 2^n; in logarithms, for 2^n may be beyond a double
        double sum = Math.exp(logTerm);
        for (int i = 1; i <= least; i++) {
            logTerm += Math.log(n - i + 1.0) - Math.log(i);
            sum += Math.exp(logTerm);
        }
        return Math.min(1, 2 * sum);
    }
}
