package dev.ingot.runtime.sample;

import dev.ingot.kernel.LogitKernels;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The best logits of a position in order, without sorting the rest: those above a threshold are picked out of the blocks
 * that have any. The result does not depend on the thresholds tried; of equal logits the lower id comes first. Its arrays
 * are kept from token to token. For one thread at a time.
 */
final class Ranking {

    private static final long ID_MASK = 0xFFFF_FFFFL;
    private static final float FIRST_DISTANCE = 8;
    private static final float EVERYTHING = 1e4f;

    private final LogitKernels kernels;
    private final Peaks peaks;
    private final int[] indices = new int[LogitKernels.BLOCK];
    private long[] ranks = new long[1024]; // upper half falls with the logit, lower half is the id
    private int size;

    Ranking(final LogitKernels kernels, final Peaks peaks) {
        this.kernels = kernels;
        this.peaks = peaks;
    }

    /** Ranks at least {@code wanted} logits, or all that are possible. */
    void best(final MemorySegment logits, final int count, final int wanted) {
        final float reached = peaks.reachedBy(wanted);
        if (reached > Float.NEGATIVE_INFINITY) {
            atLeast(logits, count, reached);
            sort();
            return;
        }
        float distance = FIRST_DISTANCE;
        while (within(logits, count, distance) < Math.min(wanted, count) && distance < Float.MAX_VALUE) {
            distance = widen(distance);
        }
    }

    /** A little further, since sorting too many costs more than looking again; from some point on, everything. */
    static float widen(final float distance) {
        return distance > EVERYTHING ? Float.MAX_VALUE : distance * 1.5f;
    }

    /** Ranks the logits that lie at most so far below the maximum, and returns how many they are. */
    int within(final MemorySegment logits, final int count, final float distance) {
        gather(logits, count, distance);
        sort();
        return size;
    }

    /** Finds the logits that lie at most so far below the maximum, by id and not ranked; returns how many they are. */
    int gather(final MemorySegment logits, final int count, final float distance) {
        atLeast(logits, count, Math.max(-Float.MAX_VALUE, peaks.max() - distance));
        return size;
    }

    /** Ranks what was gathered. */
    void sort() {
        Arrays.sort(ranks, 0, size);
    }

    private void atLeast(final MemorySegment logits, final int count, final float threshold) {
        size = 0;
        for (int block = 0; block < peaks.blocks(); block++) {
            if (peaks.reaches(block, threshold)) {
                collect(logits, block * LogitKernels.BLOCK, Peaks.length(block, count), threshold);
            }
        }
    }

    private void collect(final MemorySegment logits, final int from, final int length,
            final float threshold) {
        final int found = kernels.collectAtLeast(LogitRow.slice(logits, from, length), length, threshold,
                indices);
        if (size + found > ranks.length) {
            ranks = Arrays.copyOf(ranks, 2 * (size + found));
        }
        for (int i = 0; i < found; i++) {
            final int id = from + indices[i];
            ranks[size++] = rank(LogitRow.get(logits, id), id);
        }
    }

    private static long rank(final float logit, final int id) {
        final int bits = Float.floatToIntBits(logit + 0f);
        final int rising = bits ^ ((bits >> 31) & 0x7FFF_FFFF);
        return (long) ~rising << 32 | id;
    }

    int size() {
        return size;
    }

    /** Returns the id at a place, 0 being the best. */
    int id(final int place) {
        return id(ranks[place]);
    }

    /** Returns what a logit is ranked by: numbers that rise from the best one on. */
    long key(final int place) {
        return ranks[place];
    }

    /** Returns the id that a key is of. */
    static int id(final long key) {
        return (int) (key & ID_MASK);
    }
}
