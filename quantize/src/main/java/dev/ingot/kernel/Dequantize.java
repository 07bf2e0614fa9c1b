package dev.ingot.kernel;

import static dev.ingot.kernel.Species.INT;
import static dev.ingot.kernel.Species.LANES;
import static dev.ingot.kernel.VectorTile.PAIR;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.ZERO_EXTEND_B2I;
import static jdk.incubator.vector.VectorOperators.ZERO_EXTEND_S2I;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorSpecies;

/** Makes floats of packed codes, two neighbours in a lane: {@code (q - zero) * scale}. */
enum Dequantize {

    FOUR_BITS {
        @Override
        void run(final ErrorTile tile, final int count) {
            for (int i = 0; i < count; i += PAIR) {
                store(tile, i, bytes(tile.codes, i / 2), 4);
            }
        }
    },
    EIGHT_BITS {
        @Override
        void run(final ErrorTile tile, final int count) {
            for (int i = 0; i < count; i += PAIR) {
                final var shorts = ShortVector.fromArray(SHORTS, tile.pairs, i / 2);
                store(tile, i, (IntVector) shorts.convertShape(ZERO_EXTEND_S2I, INT, 0), Byte.SIZE);
            }
        }
    };

    /** What a vector of bytes or shorts may reach over the end where it has more elements than there are lanes. */
    static final int SPARE = 8;

    private static final VectorSpecies<Byte> BYTES = LANES == 16
            ? ByteVector.SPECIES_128
            : ByteVector.SPECIES_64;
    private static final VectorSpecies<Short> SHORTS = switch (LANES) {
        case 16 -> ShortVector.SPECIES_256;
        case 8 -> ShortVector.SPECIES_128;
        default -> ShortVector.SPECIES_64;
    };

    /** Dequantizes the first {@code count} weights of the tile: whole blocks, each a multiple of a pair of vectors. */
    abstract void run(ErrorTile tile, int count);

    /** Loads a byte into each lane. */
    static IntVector bytes(final byte[] codes, final int at) {
        return (IntVector) ByteVector.fromArray(BYTES, codes, at).convertShape(ZERO_EXTEND_B2I, INT, 0);
    }

    private static void store(final ErrorTile tile, final int at, final IntVector codes, final int bits) {
        final int block = at >> tile.blockShift;
        final float zero = tile.zeros[block];
        final float scale = tile.scales[block];
        floats(codes.and((1 << bits) - 1)).sub(zero).mul(scale).reinterpretAsInts().intoArray(tile.values,
                at);
        floats(codes.lanewise(LSHR, bits)).sub(zero).mul(scale).reinterpretAsInts()
                .intoArray(tile.values, at + LANES);
    }

    private static FloatVector floats(final IntVector codes) {
        return (FloatVector) codes.convert(I2F, 0);
    }
}
