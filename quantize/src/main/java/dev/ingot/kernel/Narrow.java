package dev.ingot.kernel;

import static dev.ingot.kernel.Species.FLOAT;
import static dev.ingot.kernel.Species.LANES;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.F2I;
import static jdk.incubator.vector.VectorOperators.I2B;
import static jdk.incubator.vector.VectorOperators.I2S;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/** Stores the lower parts of 32-bit lanes. There are no vectors below 64 bits: less is stored as a scalar. */
final class Narrow {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, LITTLE_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, LITTLE_ENDIAN);

    /** What a vector of bytes may reach over the end. */
    static final int SPARE = 16;

    private Narrow() {}

    /** Makes bytes of floats that are small and whole; vectors may reach over the ends of both arrays. */
    static void toBytes(final float[] floats, final byte[] bytes, final int count) {
        for (int i = 0; i < count; i += LANES) {
            toBytes((IntVector) FloatVector.fromArray(FLOAT, floats, i).convert(F2I, 0), bytes, i);
        }
    }

    /** Stores the lowest byte of each lane. */
    static void toBytes(final IntVector x, final byte[] bytes, final int at) {
        switch (LANES) {
            case 16 -> ((ByteVector) x.convertShape(I2B, ByteVector.SPECIES_128, 0)).intoArray(bytes, at);
            case 8 -> ((ByteVector) x.convertShape(I2B, ByteVector.SPECIES_64, 0)).intoArray(bytes, at);
            case 4 -> INT.set(bytes, at,
                    x.convertShape(I2B, ByteVector.SPECIES_64, 0).reinterpretAsInts().lane(0));
            default -> SHORT.set(bytes, at,
                    x.convertShape(I2B, ByteVector.SPECIES_64, 0).reinterpretAsShorts().lane(0));
        }
    }

    /** Stores the lower two bytes of each lane. */
    static void toShorts(final IntVector x, final byte[] bytes, final int at) {
        switch (LANES) {
            case 16 ->
                x.convertShape(I2S, ShortVector.SPECIES_256, 0).reinterpretAsBytes().intoArray(bytes, at);
            case 8 ->
                x.convertShape(I2S, ShortVector.SPECIES_128, 0).reinterpretAsBytes().intoArray(bytes, at);
            case 4 ->
                x.convertShape(I2S, ShortVector.SPECIES_64, 0).reinterpretAsBytes().intoArray(bytes, at);
            default -> INT.set(bytes, at,
                    x.convertShape(I2S, ShortVector.SPECIES_64, 0).reinterpretAsInts().lane(0));
        }
    }
}
