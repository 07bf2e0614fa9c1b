package dev.ingot.runtime.sample;

import java.lang.foreign.MemorySegment;

/**
 * The tokens that may be drawn: a stretch of the ranking, which every cut makes shorter. Weights are relative to that of
 * the position's best token, and summed in the order of the ranking, in double precision with {@link StrictMath}. For one
 * thread at a time.
 */
final class Candidates {

    private static final int FEW = 1000;

    private final Ranking ranking;
    private final Peaks peaks;
    private final double temperature;
    private double[] exponents = new double[64]; // logarithms of the weights, falling
    private double[] weights = new double[64];
    private int from;
    private int to;

    Candidates(final Ranking ranking, final Peaks peaks, final double temperature) {
        this.ranking = ranking;
        this.peaks = peaks;
        this.temperature = temperature;
    }

    /** Begins with the k best. */
    void best(final MemorySegment logits, final int count, final int k) {
        ranking.best(logits, count, k);
        weigh(logits, Math.min(k, ranking.size()));
    }

    /**
     * Begins with those near the best one, if they are few and reach a mass; that is most often so.
     *
     * @return false if it is not, and nothing has begun
     */
    boolean few(final MemorySegment logits, final int count, final double mass) {
        final int size = ranking.gather(logits, count, near());
        if (size > FEW) {
            return false;
        }
        ranking.sort();
        weigh(logits, size);
        return mass() >= mass || size == count;
    }

    private float near() {
        return (float) Math.max(Float.MIN_NORMAL, 8 * temperature);
    }

    /** Begins with enough of the best to reach a mass, or with all that are possible. */
    void reaching(final MemorySegment logits, final int count, final double mass) {
        float distance = near();
        weigh(logits, ranking.within(logits, count, distance));
        while (mass() < mass && to < count && distance < Float.MAX_VALUE) {
            distance = Ranking.widen(distance);
            weigh(logits, ranking.within(logits, count, distance));
        }
    }

    /** Begins with those whose weight is not below a power of e. */
    void within(final MemorySegment logits, final int count, final double exponent) {
        weigh(logits, ranking.within(logits, count, (float) (-exponent * temperature)));
    }

    private void weigh(final MemorySegment logits, final int size) {
        if (weights.length < size) {
            weights = new double[size + size / 2];
            exponents = new double[weights.length];
        }
        from = 0;
        to = size;
        for (int i = 0; i < size; i++) {
            final double below = (double) LogitRow.get(logits, ranking.id(i)) - peaks.max();
            exponents[i] = below / temperature;
            weights[i] = StrictMath.exp(exponents[i]);
        }
    }

    /** Returns the sum of the weights. */
    double mass() {
        double mass = 0;
        for (int i = from; i < to; i++) {
            mass += weights[i];
        }
        return mass;
    }

    /** Keeps the shortest beginning that reaches a mass, and at least one. */
    void cutAtMass(final double wanted) {
        double kept = weights[from];
        int end = from + 1;
        while (end < to && kept < wanted) {
            kept += weights[end++];
        }
        to = end;
    }

    /** Keeps those of at least a weight, and at least one. */
    void cutAtWeight(final double least) {
        while (to > from + 1 && weights[to - 1] < least) {
            to--;
        }
    }

    /**
     * Keeps those whose surprise is nearest to the expected one, until they reach a part of the mass (Meister et al. 2022,
     * arXiv 2202.00666). Surprise rises along the ranking, so they are a stretch of it. Those that are as near as the last
     * one are kept, too.
     */
    void cutToTypical(final double part) {
        final double mass = mass();
        final double expected = expectedSurprise(mass); // both without the logarithm of the mass
        int right = from;
        while (right < to && -exponents[right] < expected) {
            right++;
        }
        int left = right; // kept are those from left to right
        double kept = 0;
        double last = -1;
        while (left > from || right < to) {
            final double before = left > from ? expected + exponents[left - 1] : Double.MAX_VALUE;
            final double after = right < to ? -exponents[right] - expected : Double.MAX_VALUE;
            final double next = Math.min(before, after);
            if (kept >= part * mass && next > last) {
                break;
            }
            last = next;
            kept += before <= after ? weights[--left] : weights[right++];
        }
        from = left;
        to = right;
    }

    private double expectedSurprise(final double mass) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum -= weights[i] * exponents[i];
        }
        return sum / mass;
    }

    /**
     * Draws one.
     *
     * @param part of the mass, 0 included, 1 not
     * @return its id
     */
    int draw(final double part) {
        double left = part * mass();
        int place = from;
        while (place < to - 1 && left >= weights[place]) {
            left -= weights[place++];
        }
        return ranking.id(place);
    }
}
