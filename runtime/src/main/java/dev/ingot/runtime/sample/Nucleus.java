package dev.ingot.runtime.sample;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Draws from the shortest beginning of the ranking that reaches a mass, where that is long: the ranking is made only where the
 * beginning ends, and around the token that is drawn. Logits go to buckets by their distance from the best one; buckets are
 * added up as they are, and those that hold the two places are sorted. Weights have 15 digits. For one thread at a time.
 */
final class Nucleus {

    /** Buckets of a factor e. */
    private static final int FINENESS = 32;
    /** What lies below e^-64 of the best one is in the last bucket. */
    private static final int BUCKETS = 64 * FINENESS + 1;
    /** The largest weights that buckets can hold. */
    private static final double[] EDGES = edges();

    private final Ranking ranking;
    private final Peaks peaks;
    private final double temperature;
    private final double inverseTemperature;
    private final double[] masses = new double[BUCKETS];
    private short[] buckets = new short[0]; // of the candidates, as they were gathered
    private long[] sorted = new long[256]; // those of one bucket

    Nucleus(final Ranking ranking, final Peaks peaks, final double temperature) {
        this.ranking = ranking;
        this.peaks = peaks;
        this.temperature = temperature;
        inverseTemperature = 1 / temperature;
    }

    private static double[] edges() {
        final var edges = new double[BUCKETS];
        for (int i = 0; i < BUCKETS; i++) {
            edges[i] = StrictMath.exp(-(double) i / FINENESS);
        }
        return edges;
    }

    /**
     * Draws one, after the peaks were weighed.
     *
     * @param topP part of the mass that the beginning reaches, less than 1
     * @param part of its mass, 0 included, 1 not
     * @return its id
     */
    int draw(final MemorySegment logits, final int count, final double topP, final double part) {
        final double all = peaks.weight();
        final double wanted = topP * all;
        // Whatever weighs less than this weighs less than what is cut off, all of it together; half of it for rounding.
        final double least = (1 - topP) * all / count / 2;
        final int size = ranking.gather(logits, count, (float) (-StrictMath.log(least) * temperature));
        final int end = weigh(logits, size);
        double before = 0; // the bucket that the beginning ends in
        int cut = 0;
        while (cut < end && before + masses[cut] < wanted) {
            before += masses[cut++];
        }
        final int kept = sort(cut, size);
        double mass = before;
        int keep = 0;
        while (keep < kept && mass < wanted) {
            mass += weight(logits, Ranking.id(sorted[keep++]));
        }
        return draw(logits, size, cut, keep, part * mass);
    }

    /** Fills the buckets; returns the last that holds something. */
    private int weigh(final MemorySegment logits, final int size) {
        if (buckets.length < size) {
            buckets = new short[size + size / 2];
        }
        Arrays.fill(masses, 0);
        int end = 0;
        for (int i = 0; i < size; i++) {
            final double distance = distance(logits, ranking.id(i));
            final int bucket = bucket(distance);
            buckets[i] = (short) bucket;
            masses[bucket] += weight(distance, bucket);
            end = Math.max(end, bucket);
        }
        return end;
    }

    private double distance(final MemorySegment logits, final int id) {
        return ((double) peaks.max() - LogitRow.get(logits, id)) * inverseTemperature;
    }

    private static int bucket(final double distance) {
        return (int) Math.min(distance * FINENESS, BUCKETS - 1);
    }

    private double weight(final MemorySegment logits, final int id) {
        final double distance = distance(logits, id);
        return weight(distance, bucket(distance));
    }

    /** The bucket's edge times the rest of the exponential, a series of which seven terms are enough. */
    private static double weight(final double distance, final int bucket) {
        if (bucket == BUCKETS - 1) {
            return StrictMath.exp(-distance);
        }
        final double z = (double) bucket / FINENESS - distance;
        return EDGES[bucket] * (1 + z * (1 + z * (1.0 / 2 + z * (1.0 / 6 + z * (1.0 / 24
                + z * (1.0 / 120 + z * (1.0 / 720)))))));
    }

    /** Ranks a bucket; returns how many it holds. */
    private int sort(final int bucket, final int size) {
        int found = 0;
        for (int i = 0; i < size; i++) {
            if (buckets[i] == bucket) {
                if (found == sorted.length) {
                    sorted = Arrays.copyOf(sorted, 2 * found);
                }
                sorted[found++] = ranking.key(i);
            }
        }
        Arrays.sort(sorted, 0, found);
        return found;
    }

    /** Finds the token that a mass reaches; the last bucket is sorted, and so many of it count. */
    private int draw(final MemorySegment logits, final int size, final int cut, final int keep,
            final double wanted) {
        double left = wanted;
        int bucket = 0;
        while (bucket < cut && left >= masses[bucket]) {
            left -= masses[bucket++];
        }
        final int possible = bucket == cut ? keep : sort(bucket, size);
        int place = 0;
        while (place < possible - 1) {
            final double weight = weight(logits, Ranking.id(sorted[place]));
            if (left < weight) {
                break;
            }
            left -= weight;
            place++;
        }
        return Ranking.id(sorted[place]);
    }
}
