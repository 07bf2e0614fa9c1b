package dev.ingot.runtime.sample;

import dev.ingot.kernel.LogitKernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * The best logits of a position in order, without sorting the rest: those within a distance of the maximum are picked out,
 * and the distance is widened until they are enough. The result does not depend on the distances tried; of equal logits
 * the lower id comes first. Its arrays are kept from token to token. For one thread at a time.
 */
final class Ranking {

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final long ID_MASK = 0xFFFF_FFFFL;
    private static final float FIRST_DISTANCE = 8;
    private static final float EVERYTHING = 1e4f;

    private final LogitKernels kernels;
    private int[] indices = new int[1024];
    private long[] ranks = new long[1024]; // upper half falls with the logit, lower half is the id
    private int size;

    Ranking(final LogitKernels kernels) {
        this.kernels = kernels;
    }

    /** Ranks at least {@code wanted} logits, or all there are. */
    void best(final MemorySegment logits, final int count, final float max, final int wanted) {
        float distance = FIRST_DISTANCE;
        while (within(logits, count, max, distance) < Math.min(wanted, count) && distance < Float.MAX_VALUE) {
            distance = widen(distance);
        }
    }

    /** A little further, since sorting too many costs more than looking again; from some point on, everything. */
    static float widen(final float distance) {
        return distance > EVERYTHING ? Float.MAX_VALUE : distance * 1.5f;
    }

    /** Ranks the logits that lie at most so far below the maximum, and returns how many they are. */
    int within(final MemorySegment logits, final int count, final float max, final float distance) {
        size = kernels.collectAtLeast(logits, count, max - distance, indices);
        if (size > indices.length) {
            indices = new int[Math.min(count, size * 2)];
            ranks = new long[indices.length];
            kernels.collectAtLeast(logits, count, max - distance, indices);
        }
        for (int i = 0; i < size; i++) {
            ranks[i] = rank(logits.get(FLOAT, (long) indices[i] * Float.BYTES), indices[i]);
        }
        Arrays.sort(ranks, 0, size);
        return size;
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
        return (int) (ranks[place] & ID_MASK);
    }
}
