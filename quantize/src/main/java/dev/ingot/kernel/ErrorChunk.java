package dev.ingot.kernel;

import static dev.ingot.kernel.Species.FLOAT;
import static dev.ingot.kernel.Species.INT;
import static dev.ingot.kernel.Species.LANES;
import static jdk.incubator.vector.VectorOperators.B2I;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.MAX;
import static jdk.incubator.vector.VectorOperators.S2I;

import dev.ingot.quantize.BlockFormat;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorSpecies;

/** A chunk of {@link ErrorSums}: bf16 weights and the codes that they became, two neighbours in a lane. */
final class ErrorChunk {

    /** A vector of bytes, or of shorts, may be read beyond the end where it has more elements than there are lanes. */
    private static final int SPARE = 64;
    private static final VectorSpecies<Byte> BYTES = LANES == 16
            ? ByteVector.SPECIES_128
            : ByteVector.SPECIES_64;
    private static final VectorSpecies<Byte> TWO_BYTES = switch (LANES) {
        case 16 -> ByteVector.SPECIES_256;
        case 8 -> ByteVector.SPECIES_128;
        default -> ByteVector.SPECIES_64;
    };
    private static final int MAGNITUDE = 0x7FFF_FFFF;

    /** Two weights each. */
    final int[] words = new int[ErrorSums.CHUNK / 2];
    /** Packed codes. */
    final byte[] codes = new byte[ErrorSums.CHUNK + SPARE];
    /** Per block. */
    final float[] scales;
    /** Per block. */
    final float[] zeros;

    private final int bits;
    private final int shift;
    private final ErrorSums sums;
    private final int[] largest = new int[LANES];

    ErrorChunk(final BlockFormat format, final ErrorSums sums) {
        this.bits = format.bits();
        this.shift = Integer.numberOfTrailingZeros(format.blockSize()) - 1;
        this.scales = new float[ErrorSums.CHUNK / format.blockSize()];
        this.zeros = new float[ErrorSums.CHUNK / format.blockSize()];
        Arrays.fill(zeros, 1 << (bits - 1));
        this.sums = sums;
    }

    /** Adds the chunk to the sums. */
    void add() {
        for (int lane = 0; lane < ErrorSums.LANES; lane += LANES) {
            if (bits == 4) {
                addFourBits(lane);
            } else {
                addEightBits(lane);
            }
            sums.limit(Float.intBitsToFloat(IntVector.fromArray(INT, largest, 0).reduceLanes(MAX)));
        }
        sums.flush();
    }

    private void addFourBits(final int lane) {
        FloatVector evenSignal = FloatVector.zero(FLOAT);
        FloatVector oddSignal = FloatVector.zero(FLOAT);
        FloatVector evenNoise = FloatVector.zero(FLOAT);
        FloatVector oddNoise = FloatVector.zero(FLOAT);
        IntVector most = IntVector.zero(INT);
        for (int i = lane; i < words.length; i += ErrorSums.LANES) {
            final var pair = (IntVector) ByteVector.fromArray(BYTES, codes, i).convertShape(B2I, INT, 0);
            final var word = IntVector.fromArray(INT, words, i);
            final var even = floats(Widen.even(word));
            final var odd = floats(Widen.odd(word));
            final var evenOff = even.sub(value(pair.and(0xF), i >> shift));
            final var oddOff = odd.sub(value(pair.lanewise(LSHR, 4).and(0xF), i >> shift));
            evenSignal = evenSignal.add(even.mul(even));
            oddSignal = oddSignal.add(odd.mul(odd));
            evenNoise = evenNoise.add(evenOff.mul(evenOff));
            oddNoise = oddNoise.add(oddOff.mul(oddOff));
            most = most.max(magnitude(evenOff)).max(magnitude(oddOff));
        }
        store(lane, evenSignal, oddSignal, evenNoise, oddNoise, most);
    }

    private void addEightBits(final int lane) {
        FloatVector evenSignal = FloatVector.zero(FLOAT);
        FloatVector oddSignal = FloatVector.zero(FLOAT);
        FloatVector evenNoise = FloatVector.zero(FLOAT);
        FloatVector oddNoise = FloatVector.zero(FLOAT);
        IntVector most = IntVector.zero(INT);
        for (int i = lane; i < words.length; i += ErrorSums.LANES) {
            final ShortVector shorts = ByteVector.fromArray(TWO_BYTES, codes, 2 * i).reinterpretAsShorts();
            final var pair = (IntVector) shorts.convertShape(S2I, INT, 0);
            final var word = IntVector.fromArray(INT, words, i);
            final var even = floats(Widen.even(word));
            final var odd = floats(Widen.odd(word));
            final var evenOff = even.sub(value(pair.and(0xFF), i >> shift));
            final var oddOff = odd.sub(value(pair.lanewise(LSHR, Byte.SIZE).and(0xFF), i >> shift));
            evenSignal = evenSignal.add(even.mul(even));
            oddSignal = oddSignal.add(odd.mul(odd));
            evenNoise = evenNoise.add(evenOff.mul(evenOff));
            oddNoise = oddNoise.add(oddOff.mul(oddOff));
            most = most.max(magnitude(evenOff)).max(magnitude(oddOff));
        }
        store(lane, evenSignal, oddSignal, evenNoise, oddNoise, most);
    }

    private void store(final int lane, final FloatVector evenSignal, final FloatVector oddSignal,
            final FloatVector evenNoise, final FloatVector oddNoise, final IntVector most) {
        evenSignal.intoArray(sums.signal, lane);
        oddSignal.intoArray(sums.signal, lane + ErrorSums.LANES);
        evenNoise.intoArray(sums.noise, lane);
        oddNoise.intoArray(sums.noise, lane + ErrorSums.LANES);
        most.intoArray(largest, 0);
    }

    private FloatVector value(final IntVector code, final int block) {
        return ((FloatVector) code.convert(I2F, 0)).sub(zeros[block]).mul(scales[block]);
    }

    private static FloatVector floats(final IntVector bits) {
        return bits.reinterpretAsFloats();
    }

    private static IntVector magnitude(final FloatVector difference) {
        return difference.reinterpretAsInts().and(MAGNITUDE);
    }
}
