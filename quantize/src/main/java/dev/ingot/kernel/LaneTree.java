package dev.ingot.kernel;

import static dev.ingot.kernel.Species.INT;
import static dev.ingot.kernel.Species.LANES;
import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.NE;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * Puts the lanes of each of some vectors together, of as many vectors at once as there are lanes, so that each ends in a lane
 * of its own. Two vectors become one like this:
 *
 * <pre>
 * a0 a1 a2 a3 | a4 a5 a6 a7     a0 a1 a2 a3 | b4 b5 b6 b7
 * b0 b1 b2 b3 | b4 b5 b6 b7     a4 a5 a6 a7 | b0 b1 b2 b3     the upper half of each meets its lower half
 * </pre>
 */
enum LaneTree {

    /** The largest lane. */
    MAX,
    /** The largest lower and the largest upper half of a lane. */
    MAX_OF_SHORTS;

    private static final VectorMask<Integer> UPPER_1 = upper(1);
    private static final VectorMask<Integer> UPPER_2 = upper(2);
    private static final VectorMask<Integer> UPPER_4 = upper(4);
    private static final VectorMask<Integer> UPPER_8 = upper(8);
    private static final VectorShuffle<Integer> SWAP_1 = swap(1);
    private static final VectorShuffle<Integer> SWAP_2 = swap(2);
    private static final VectorShuffle<Integer> SWAP_4 = swap(4);
    private static final VectorShuffle<Integer> SWAP_8 = swap(8);

    /** Makes one of two, lane by lane. No virtual method: what is not inlined must not pass vectors as objects. */
    final IntVector meet(final IntVector a, final IntVector b) {
        return this == MAX
                ? a.max(b)
                : a.reinterpretAsShorts().max(b.reinterpretAsShorts()).reinterpretAsInts();
    }

    /** Reduces the vectors from {@code at} on, as many as there are lanes; lane {@code i} is what became of vector {@code i}. */
    final IntVector all(final int[] parts, final int at) {
        return merge(halves(parts, at), halves(parts, at + LANES), UPPER_1, SWAP_1);
    }

    private IntVector halves(final int[] parts, final int at) {
        return LANES > 2
                ? merge(quarters(parts, at), quarters(parts, at + 2 * LANES), UPPER_2, SWAP_2)
                : vector(parts, at);
    }

    private IntVector quarters(final int[] parts, final int at) {
        return LANES > 4
                ? merge(eighths(parts, at), eighths(parts, at + 4 * LANES), UPPER_4, SWAP_4)
                : vector(parts, at);
    }

    private IntVector eighths(final int[] parts, final int at) {
        return LANES > 8
                ? merge(vector(parts, at), vector(parts, at + 8 * LANES), UPPER_8, SWAP_8)
                : vector(parts, at);
    }

    private IntVector merge(final IntVector a, final IntVector b, final VectorMask<Integer> upper,
            final VectorShuffle<Integer> swap) {
        return meet(a.blend(b, upper), b.blend(a, upper).rearrange(swap));
    }

    private static IntVector vector(final int[] parts, final int at) {
        return IntVector.fromArray(INT, parts, at);
    }

    /** The upper half of every group of {@code 2 * distance} lanes. */
    private static VectorMask<Integer> upper(final int distance) {
        return IntVector.zero(INT).addIndex(1).lanewise(AND, distance).compare(NE, 0);
    }

    private static VectorShuffle<Integer> swap(final int distance) {
        return VectorShuffle.fromOp(INT, lane -> (lane ^ distance) % LANES);
    }
}
