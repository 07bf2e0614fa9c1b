package dev.ingot.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogitKernelsTest {

    private final LogitKernels kernels = Kernels.active().logits();

    @Test
    void lowestIndexWinsTies() {
        final var floats = new float[100];
        Arrays.fill(floats, -1);
        floats[41] = 2;
        floats[40] = 2;
        floats[99] = 2;
        assertThat(kernels.argMax(MemorySegment.ofArray(floats), 100)).isEqualTo(40);
    }

    @Test
    void bothZerosAreEqual() {
        assertThat(kernels.argMax(segment(-1, -0f, 0f), 3)).isEqualTo(1);
        assertThat(kernels.max(segment(-1, -0f), 2)).isEqualTo(0f);
    }

    @Test
    void nanIsNeverTheLargest() {
        assertThat(kernels.argMax(segment(Float.NaN, -5, Float.NaN), 3)).isEqualTo(1);
        assertThat(kernels.max(segment(Float.NaN, -5, Float.NaN), 3)).isEqualTo(-5);
        assertThat(kernels.argMax(segment(Float.NaN, Float.NEGATIVE_INFINITY), 2)).isEqualTo(1);
    }

    @Test
    void nothingToChooseFromGivesMinusOne() {
        assertThat(kernels.argMax(segment(Float.NaN), 1)).isEqualTo(-1);
        assertThat(kernels.argMax(segment(), 0)).isEqualTo(-1);
        assertThat(kernels.max(segment(Float.NaN), 1)).isEqualTo(Float.NEGATIVE_INFINITY);
    }

    @Test
    void sumOfExponentialsIsCloseToTheExactOne() {
        final var random = new Random(1);
        final var floats = new float[20_000];
        double exact = 0;
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) random.nextGaussian() * 8;
        }
        final float max = kernels.max(MemorySegment.ofArray(floats), floats.length);
        for (final float x : floats) {
            exact += Math.exp(((double) x - max) / 0.7);
        }
        assertThat(kernels.sumExp(MemorySegment.ofArray(floats), floats.length, max, 1 / 0.7f))
                .isCloseTo(exact, within(exact * 1e-6));
    }

    @Test
    void maskedLogitsAddNothingToTheSum() {
        assertThat(kernels.sumExp(segment(3, Float.NEGATIVE_INFINITY, Float.NaN, 3, -1e30f), 5, 3, 1))
                .isEqualTo(2);
    }

    @Test
    void powersAreAccurateOverTheirWholeRange() {
        for (float x = -125; x <= 0; x += 0.0137f) {
            final double exact = Math.pow(2, x);
            assertThat((double) Exp.power(x)).isCloseTo(exact, within(exact * 2.5e-7));
        }
        assertThat(Exp.power(0)).isEqualTo(1);
        assertThat(Exp.power(-1)).isEqualTo(0.5f);
        assertThat(Exp.power(-125)).isEqualTo(0x1p-125f);
        assertThat(Exp.power(Math.nextDown(-125f))).isZero();
        assertThat(Exp.power(Float.NEGATIVE_INFINITY)).isZero();
        assertThat(Exp.power(Float.NaN)).isZero();
    }

    @Test
    void onlyTheBitsThatAreSetKeepTheirLogits() {
        final var floats = new float[130];
        Arrays.fill(floats, 2);
        kernels.mask(MemorySegment.ofArray(floats), 130, new long[]{0b1010, -1L << 1, 0b01});
        for (int i = 0; i < floats.length; i++) {
            final boolean kept = i == 1 || i == 3 || (i > 64 && i <= 128);
            assertThat(floats[i]).as("logit %d", i).isEqualTo(kept ? 2 : Float.NEGATIVE_INFINITY);
        }
    }

    @Test
    void collectedIndicesRiseAndTheRestIsCounted() {
        final var indices = new int[2];
        final var floats = segment(1, 5, Float.NaN, 3, 5, 3, 2.99f);
        assertThat(kernels.collectAtLeast(floats, 7, 3, indices)).isEqualTo(4);
        assertThat(indices).containsExactly(1, 3);
    }

    @Test
    void everyBlockHasItsMaximum() {
        final var floats = new float[2 * LogitKernels.BLOCK + 1];
        Arrays.fill(floats, -3);
        Arrays.fill(floats, LogitKernels.BLOCK, 2 * LogitKernels.BLOCK, Float.NaN);
        floats[LogitKernels.BLOCK - 1] = 7;
        final var maxima = new float[3];
        kernels.maxima(MemorySegment.ofArray(floats), floats.length, maxima);
        assertThat(maxima).containsExactly(7, Float.NEGATIVE_INFINITY, -3);
    }

    private static MemorySegment segment(final float... floats) {
        return MemorySegment.ofArray(floats);
    }
}
