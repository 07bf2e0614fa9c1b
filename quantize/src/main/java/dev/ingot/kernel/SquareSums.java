package dev.ingot.kernel;

import static dev.ingot.kernel.Species.FLOAT;
import static dev.ingot.kernel.Species.INT;
import static dev.ingot.kernel.Species.LANES;
import static jdk.incubator.vector.VectorOperators.MAX;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Adds an {@link ErrorTile} to {@link ErrorSums}, in their order: each pass takes the lanes that one vector holds. */
enum SquareSums {

    /** Of bf16 weights as stored. */
    OF_BF16 {
        @Override
        int add(final ErrorTile tile, final int count, final int lane, final ErrorSums sums) {
            FloatVector evenSignal = FloatVector.zero(FLOAT);
            FloatVector oddSignal = FloatVector.zero(FLOAT);
            FloatVector evenNoise = FloatVector.zero(FLOAT);
            FloatVector oddNoise = FloatVector.zero(FLOAT);
            IntVector most = IntVector.zero(INT);
            for (int i = lane; i < count / 2; i += ErrorSums.LANES) {
                final var word = IntVector.fromArray(INT, tile.words, i);
                final var even = Widen.even(word).reinterpretAsFloats();
                final var odd = Widen.odd(word).reinterpretAsFloats();
                final var evenOff = even.sub(floats(tile.values, 2 * i));
                final var oddOff = odd.sub(floats(tile.values, 2 * i + LANES));
                evenSignal = evenSignal.add(even.mul(even));
                oddSignal = oddSignal.add(odd.mul(odd));
                evenNoise = evenNoise.add(evenOff.mul(evenOff));
                oddNoise = oddNoise.add(oddOff.mul(oddOff));
                most = most.max(magnitude(evenOff)).max(magnitude(oddOff));
            }
            store(sums, lane, evenSignal, oddSignal, evenNoise, oddNoise);
            return most.reduceLanes(MAX);
        }
    },
    /** Of weights in pairs of vectors. */
    OF_FLOATS {
        @Override
        int add(final ErrorTile tile, final int count, final int lane, final ErrorSums sums) {
            FloatVector evenSignal = FloatVector.zero(FLOAT);
            FloatVector oddSignal = FloatVector.zero(FLOAT);
            FloatVector evenNoise = FloatVector.zero(FLOAT);
            FloatVector oddNoise = FloatVector.zero(FLOAT);
            IntVector most = IntVector.zero(INT);
            for (int i = 2 * lane; i < count; i += 2 * ErrorSums.LANES) {
                final var even = floats(tile.weights, i);
                final var odd = floats(tile.weights, i + LANES);
                final var evenOff = even.sub(floats(tile.values, i));
                final var oddOff = odd.sub(floats(tile.values, i + LANES));
                evenSignal = evenSignal.add(even.mul(even));
                oddSignal = oddSignal.add(odd.mul(odd));
                evenNoise = evenNoise.add(evenOff.mul(evenOff));
                oddNoise = oddNoise.add(oddOff.mul(oddOff));
                most = most.max(magnitude(evenOff)).max(magnitude(oddOff));
            }
            store(sums, lane, evenSignal, oddSignal, evenNoise, oddNoise);
            return most.reduceLanes(MAX);
        }
    };

    private static final int MAGNITUDE = 0x7FFF_FFFF;

    /** Adds the first {@code count} weights: a multiple of all lanes. What is less than a chunk may go on growing. */
    final void add(final ErrorTile tile, final int count, final ErrorSums sums) {
        for (int lane = 0; lane < ErrorSums.LANES; lane += LANES) {
            sums.limit(Float.intBitsToFloat(add(tile, count, lane, sums)));
        }
        if (count == ErrorSums.CHUNK) {
            sums.flush();
        }
    }

    /** Makes the shares of the lanes from {@code lane} on, and returns the bits of the largest difference. */
    abstract int add(ErrorTile tile, int count, int lane, ErrorSums sums);

    private static void store(final ErrorSums sums, final int lane, final FloatVector evenSignal,
            final FloatVector oddSignal, final FloatVector evenNoise, final FloatVector oddNoise) {
        evenSignal.intoArray(sums.signal, lane);
        oddSignal.intoArray(sums.signal, lane + ErrorSums.LANES);
        evenNoise.intoArray(sums.noise, lane);
        oddNoise.intoArray(sums.noise, lane + ErrorSums.LANES);
    }

    private static FloatVector floats(final int[] bits, final int at) {
        return IntVector.fromArray(INT, bits, at).reinterpretAsFloats();
    }

    private static IntVector magnitude(final FloatVector difference) {
        return difference.reinterpretAsInts().and(MAGNITUDE);
    }
}
