package dev.ingot.kernel;

import static dev.ingot.kernel.Species.FLOAT;
import static dev.ingot.kernel.Species.INT;
import static dev.ingot.kernel.Species.LANES;
import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.NE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * Adds up the lanes of each of some vectors as {@link LaneTree} puts them together: the upper half to the lower one, until
 * one is left. A class of its own, and floats from the load to the store: as one more kind of {@link LaneTree}, whose vectors
 * are of ints, the compiler kept every vector as an object, and took eight times as long.
 */
final class SumTree {

    private static final VectorMask<Float> UPPER_1 = upper(1);
    private static final VectorMask<Float> UPPER_2 = upper(2);
    private static final VectorMask<Float> UPPER_4 = upper(4);
    private static final VectorMask<Float> UPPER_8 = upper(8);
    private static final VectorShuffle<Float> SWAP_1 = swap(1);
    private static final VectorShuffle<Float> SWAP_2 = swap(2);
    private static final VectorShuffle<Float> SWAP_4 = swap(4);
    private static final VectorShuffle<Float> SWAP_8 = swap(8);

    private SumTree() {}

    /** Reduces the vectors from {@code at} on, as many as there are lanes; lane {@code i} is the sum of vector {@code i}. */
    static FloatVector all(final float[] parts, final int at) {
        return merge(halves(parts, at), halves(parts, at + LANES), UPPER_1, SWAP_1);
    }

    private static FloatVector halves(final float[] parts, final int at) {
        return LANES > 2
                ? merge(quarters(parts, at), quarters(parts, at + 2 * LANES), UPPER_2, SWAP_2)
                : vector(parts, at);
    }

    private static FloatVector quarters(final float[] parts, final int at) {
        return LANES > 4
                ? merge(eighths(parts, at), eighths(parts, at + 4 * LANES), UPPER_4, SWAP_4)
                : vector(parts, at);
    }

    private static FloatVector eighths(final float[] parts, final int at) {
        return LANES > 8
                ? merge(vector(parts, at), vector(parts, at + 8 * LANES), UPPER_8, SWAP_8)
                : vector(parts, at);
    }

    private static FloatVector merge(final FloatVector a, final FloatVector b, final VectorMask<Float> upper,
            final VectorShuffle<Float> swap) {
        return a.blend(b, upper).add(b.blend(a, upper).rearrange(swap));
    }

    private static FloatVector vector(final float[] parts, final int at) {
        return FloatVector.fromArray(FLOAT, parts, at);
    }

    /** The upper half of every group of {@code 2 * distance} lanes. */
    private static VectorMask<Float> upper(final int distance) {
        return IntVector.zero(INT).addIndex(1).lanewise(AND, distance).compare(NE, 0).cast(FLOAT);
    }

    private static VectorShuffle<Float> swap(final int distance) {
        return VectorShuffle.fromOp(FLOAT, lane -> (lane ^ distance) % LANES);
    }
}
