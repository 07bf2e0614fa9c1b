package dev.ingot.runtime.reference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import dev.ingot.OnnxModel;
import dev.ingot.Pipeline;
import dev.ingot.Precision;
import dev.ingot.runtime.GenerationOptions;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.Sampling;
import dev.ingot.runtime.engine.PaddedBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;

/** Exports a model in several precisions and compares what it says with a reference forward pass. */
public final class ReferenceCheck {

    private static final int PROMPT = 40;
    private static final int SHORT = 17; // the other text of the batch
    private static final int BATCH_STEPS = 4;
    private static final int NEW_TOKENS = 12;
    private static final double TOLERANCE = 1e-4; // of the largest magnitude
    private static final double CLEAR = 1e-3; // between the best two scores of a step
    private static final double INT8_COSINE = 0.999;

    private final Path source;
    private final Function<int[], double[][]> forward;
    private final boolean routed;

    /**
     * Prepares a comparison.
     *
     * @param source  model directory
     * @param forward from token ids to the logits of every position
     */
    public ReferenceCheck(final Path source, final Function<int[], double[][]> forward) {
        this(source, forward, false);
    }

    private ReferenceCheck(final Path source, final Function<int[], double[][]> forward,
            final boolean routed) {
        this.source = source;
        this.forward = forward;
        this.routed = routed;
    }

    /**
     * Compares int8 logits over all positions together: where two experts are nearly equal, rounded weights may choose
     * the other one at some position.
     */
    public ReferenceCheck withExperts() {
        return new ReferenceCheck(source, forward, true);
    }

    /** Compares fp32 logits and greedy tokens, alone and in a batch, int8 logits, and lets int4 generate. */
    public void run() {
        final int[] prompt = new Random(5).ints(PROMPT, 3, 600).toArray();
        final double[][] expected = forward.apply(prompt);
        final OnnxModel floats = export(Precision.FP32);
        batch(floats, prompt);
        try (var generator = Generator.open(floats)) {
            assertSame(generator.logits(prompt), expected);
            assertThat(greedy(generator, prompt)).isEqualTo(greedy(prompt));
        }
        try (var generator = open(Precision.INT8)) {
            final float[][] found = generator.logits(prompt);
            for (int t = 0; !routed && t < prompt.length; t++) {
                assertThat(cosine(found[t], expected[t])).as("int8, position %d", t).isGreaterThan(
                        INT8_COSINE);
            }
            assertThat(cosine(found, expected)).as("int8").isGreaterThan(INT8_COSINE);
        }
        try (var generator = open(Precision.INT4)) {
            assertThat(greedy(generator, prompt)).isNotEmpty();
        }
    }

    private Generator open(final Precision precision) {
        return Generator.open(export(precision));
    }

    private OnnxModel export(final Precision precision) {
        final Path target = source
                .resolveSibling(source.getFileName() + "-" + precision.toString().hashCode());
        return Pipeline.from(source).quantize(precision).toOnnx(target);
    }

    /** Two texts in one batch, the shorter one filled up at its right end, say what each says alone. */
    private void batch(final OnnxModel model, final int[] prompt) {
        var texts = List.of(prompt, Arrays.copyOf(prompt, SHORT));
        var added = texts;
        try (var run = new PaddedBatch(model, texts.size())) {
            for (int step = 0; step < BATCH_STEPS; step++) {
                final float[][] found = run.next(added);
                final double[][] expected = texts.stream().map(ids -> forward.apply(ids)[ids.length - 1])
                        .toArray(double[][]::new);
                assertSame(found, expected);
                added = Arrays.stream(expected).map(row -> new int[]{best(row)}).toList();
                texts = List.of(joined(texts.get(0), added.get(0)), joined(texts.get(1), added.get(1)));
            }
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int[] joined(final int[] one, final int[] two) {
        return IntStream.concat(Arrays.stream(one), Arrays.stream(two)).toArray();
    }

    private static int best(final double[] scores) {
        return IntStream.range(0, scores.length).boxed().max(Comparator.comparingDouble(i -> scores[i]))
                .orElseThrow();
    }

    private static List<Integer> greedy(final Generator generator, final int[] prompt) {
        final var options = GenerationOptions.DEFAULT.sampling(Sampling.greedy()).maxNewTokens(NEW_TOKENS);
        return generator.generate(prompt, options).tokens();
    }

    private List<Integer> greedy(final int[] prompt) {
        int[] ids = prompt;
        final var tokens = new ArrayList<Integer>();
        for (int step = 0; step < NEW_TOKENS; step++) {
            final double[] scores = forward.apply(ids)[ids.length - 1];
            final var best = IntStream.range(0, scores.length).boxed()
                    .sorted((a, b) -> Double.compare(scores[b], scores[a])).limit(2).toList();
            assertThat(scores[best.get(0)] - scores[best.get(1)]).as("choice of step %d", step)
                    .isGreaterThan(CLEAR);
            tokens.add(best.getFirst());
            ids = Arrays.copyOf(ids, ids.length + 1);
            ids[ids.length - 1] = best.getFirst();
        }
        return tokens;
    }

    private static void assertSame(final float[][] found, final double[][] expected) {
        assertThat(found).hasNumberOfRows(expected.length);
        for (int t = 0; t < found.length; t++) {
            final double largest = Arrays.stream(expected[t]).map(Math::abs).max().orElseThrow();
            assertThat(found[t]).hasSize(expected[t].length);
            for (int i = 0; i < found[t].length; i++) {
                assertThat((double) found[t][i]).as("logit %d of position %d", i, t).isCloseTo(expected[t][i],
                        Offset.offset(largest * TOLERANCE));
            }
        }
    }

    private static double cosine(final float[][] a, final double[][] b) {
        final float[] all = new float[a.length * a[0].length];
        for (int t = 0; t < a.length; t++) {
            System.arraycopy(a[t], 0, all, t * a[t].length, a[t].length);
        }
        return cosine(all, Arrays.stream(b).flatMapToDouble(Arrays::stream).toArray());
    }

    private static double cosine(final float[] a, final double[] b) {
        double product = 0;
        double lengthA = 0;
        double lengthB = 0;
        for (int i = 0; i < a.length; i++) {
            product += a[i] * b[i];
            lengthA += (double) a[i] * a[i];
            lengthB += b[i] * b[i];
        }
        return product / Math.sqrt(lengthA * lengthB);
    }
}
