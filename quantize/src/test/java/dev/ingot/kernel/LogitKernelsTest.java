package dev.ingot.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        assertThat(max(-1, -0f)).isEqualTo(0f);
    }

    @Test
    void nanIsNeverTheLargest() {
        assertThat(kernels.argMax(segment(Float.NaN, -5, Float.NaN), 3)).isEqualTo(1);
        assertThat(max(Float.NaN, -5, Float.NaN)).isEqualTo(-5);
        assertThat(kernels.argMax(segment(Float.NaN, Float.NEGATIVE_INFINITY), 2)).isEqualTo(1);
    }

    @Test
    void nothingToChooseFromGivesMinusOne() {
        assertThat(kernels.argMax(segment(Float.NaN), 1)).isEqualTo(-1);
        assertThat(kernels.argMax(segment(), 0)).isEqualTo(-1);
        assertThat(max(Float.NaN)).isEqualTo(Float.NEGATIVE_INFINITY);
    }

    private float max(final float... block) {
        final var maxima = new float[1];
        kernels.maxima(segment(block), block.length, maxima);
        return maxima[0];
    }

    /** The last one is flat but for one logit far above, so that nearly all of the weight is far below the maximum. */
    @ParameterizedTest
    @CsvSource({"0.7, 8, 0", "2, 2.5, 0", "0.3, 1, 0", "1.5, 0.01, 30"})
    void weightsOfBlocksAreCloseToTheExactOnes(final double temperature, final double spread,
            final float peak) {
        final var random = new Random(1);
        final var floats = new float[20_000];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) (random.nextGaussian() * spread);
        }
        floats[700] += peak;
        final int blocks = Math.ceilDiv(floats.length, LogitKernels.BLOCK);
        final var maxima = new float[blocks];
        final var weights = new float[blocks];
        final MemorySegment segment = MemorySegment.ofArray(floats);
        kernels.weigh(segment, floats.length, 1 / temperature, maxima, weights);
        float max = Float.NEGATIVE_INFINITY;
        for (final float logit : floats) {
            max = Math.max(max, logit);
        }
        double sum = 0;
        double exactSum = 0;
        for (int block = 0; block < blocks; block++) {
            double exact = 0;
            final int to = Math.min(floats.length, (block + 1) * LogitKernels.BLOCK);
            for (int i = block * LogitKernels.BLOCK; i < to; i++) {
                exact += Math.exp(((double) floats[i] - max) / temperature);
            }
            assertThat((double) weights[block]).as("block %d", block).isCloseTo(exact, within(exact * 1e-6));
            sum += weights[block];
            exactSum += exact;
        }
        assertThat(sum).isCloseTo(exactSum, within(exactSum * 3e-7));
        final var alone = new float[blocks];
        kernels.maxima(segment, floats.length, alone);
        assertThat(maxima).containsExactly(alone);
    }

    @Test
    void whatIsMaskedWeighsNothing() {
        assertThat(weights(3, Float.NEGATIVE_INFINITY, Float.NaN, 3, -1e30f)).containsExactly(2);
        final var floats = new float[LogitKernels.BLOCK + 2];
        Arrays.fill(floats, Float.NEGATIVE_INFINITY);
        assertThat(weights(floats)).containsExactly(0, 0);
        floats[LogitKernels.BLOCK + 1] = -7;
        assertThat(weights(floats)).containsExactly(0, 1);
        floats[3] = Float.POSITIVE_INFINITY;
        assertThat(weights(floats)).containsExactly(0, 0);
    }

    private float[] weights(final float... floats) {
        final var weights = new float[Math.ceilDiv(floats.length, LogitKernels.BLOCK)];
        kernels.weigh(MemorySegment.ofArray(floats), floats.length, 1, weights.clone(), weights);
        return weights;
    }

    @Test
    void powersAreAccurateOverTheirWholeRange() {
        for (float x = -125; x <= 0; x += 0.0137f) {
            final double exact = Math.pow(2, x);
            assertThat((double) Exp.power(x)).isCloseTo(exact, within(exact * 2.5e-7));
            assertThat((double) Exp.power((double) x)).isCloseTo(exact, within(exact * 2.5e-7));
        }
        assertThat(Exp.power(0)).isEqualTo(1);
        assertThat(Exp.power(-1)).isEqualTo(0.5f);
        assertThat(Exp.power(-125)).isEqualTo(0x1p-125f);
        assertThat(Exp.power(Math.nextDown(-125f))).isZero();
        assertThat(Exp.power(Float.NEGATIVE_INFINITY)).isZero();
        assertThat(Exp.power(Float.NaN)).isZero();
        assertThat(Exp.power(-0.0)).isEqualTo(1);
        assertThat(Exp.power(-125.0)).isEqualTo(0x1p-125f);
        assertThat(Exp.power(Double.NEGATIVE_INFINITY)).isZero();
        assertThat(Exp.power(Double.NaN)).isZero();
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
