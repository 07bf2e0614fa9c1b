package dev.ingot.kernel;

import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** The one vector width of this process; constants, because the compiler only removes vectors of a known shape. */
final class Species {

    private static final int WIDEST = 512;

    /** Bits of a vector. */
    static final int BITS = bits();
    static final VectorSpecies<Float> FLOAT = VectorSpecies.of(float.class, VectorShape.forBitSize(BITS));
    static final VectorSpecies<Integer> INT = VectorSpecies.of(int.class, VectorShape.forBitSize(BITS));
    /** 32-bit lanes of a vector. */
    static final int LANES = INT.length();
    /** Takes the even lanes of two vectors. */
    static final VectorShuffle<Integer> EVEN = VectorShuffle.makeUnzip(INT, 0);
    /** Takes the odd lanes of two vectors. */
    static final VectorShuffle<Integer> ODD = VectorShuffle.makeUnzip(INT, 1);

    private Species() {}

    private static int bits() {
        final int forced = KernelLookup.forcedBits();
        return forced > 0 ? forced : Math.min(WIDEST, VectorShape.preferredShape().vectorBitSize());
    }
}
