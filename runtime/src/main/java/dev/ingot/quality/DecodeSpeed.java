package dev.ingot.quality;

import dev.ingot.OnnxModel;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.GeneratorOptions;
import java.util.Arrays;

/**
 * How fast a model decodes beside its float model, in rounds by turns: one step per token of a text, which costs what a
 * generated token costs and cannot end early.
 *
 * @param tokensPerSecond median of the variant
 * @param floats          median of the float model
 * @param speedup         median of the ratio within a round
 */
record DecodeSpeed(double tokensPerSecond, double floats, double speedup) {

    private static final double NANOS = 1e9;

    /**
     * Measures.
     *
     * @param floats  the float model
     * @param variant the variant
     * @param tokens  of a text, decoded in every round
     * @param rounds  at least 1; one more comes before them and does not count
     * @param options how both are loaded
     */
    static DecodeSpeed of(final OnnxModel floats, final OnnxModel variant, final int[] tokens,
            final int rounds, final GeneratorOptions options) {
        final var stepwise = options.prefillChunk(1);
        try (var reference = Generator.open(floats, stepwise);
                var other = Generator.open(variant, stepwise)) {
            final var speeds = new double[rounds];
            final var floatSpeeds = new double[rounds];
            final var ratios = new double[rounds];
            speed(reference, tokens);
            speed(other, tokens);
            for (int i = 0; i < rounds; i++) {
                floatSpeeds[i] = speed(reference, tokens);
                speeds[i] = speed(other, tokens);
                ratios[i] = speeds[i] / floatSpeeds[i];
            }
            return new DecodeSpeed(median(speeds), median(floatSpeeds), median(ratios));
        }
    }

    private static double speed(final Generator generator, final int[] tokens) {
        final long start = System.nanoTime();
        generator.logits(tokens, (position, row) -> {});
        return tokens.length * NANOS / (System.nanoTime() - start);
    }

    private static double median(final double[] values) {
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
