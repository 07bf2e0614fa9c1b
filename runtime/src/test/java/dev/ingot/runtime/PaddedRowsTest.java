package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import dev.ingot.json.JsonObject;
import dev.ingot.runtime.engine.PaddedBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two texts of different length in one batch say what each says alone. */
final class PaddedRowsTest {

    /** Of the largest magnitude. */
    private static final float TOLERANCE = 1e-4f;

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("dev.ingot.runtime.Fixtures#all")
    void rowsFilledUpAtTheRightSayWhatTheReferenceSays(final String fixture) throws OrtException {
        final Path source = Fixtures.directory(fixture);
        final JsonObject batch = Fixtures.golden(source).object("batch").orElseThrow();
        final List<int[]> greedy = rows(batch, "greedy");
        List<int[]> texts = unpadded(batch);
        try (var run = new PaddedBatch(Fixtures.export(source, directory.resolve("model")), texts.size())) {
            float[][] logits = run.next(texts);
            checkLogits(logits, Fixtures.array(source.resolve("golden.safetensors"),
                    Objects.toString(batch.raw("last_logits"))));
            final var found = List.of(new ArrayList<Integer>(), new ArrayList<Integer>());
            for (int step = 0; step < greedy.getFirst().length; step++) {
                final int[] best = Arrays.stream(logits).mapToInt(PaddedRowsTest::best).toArray();
                for (int row = 0; row < best.length; row++) {
                    found.get(row).add(best[row]);
                }
                texts = Arrays.stream(best).mapToObj(id -> new int[]{id}).toList();
                logits = run.next(texts);
            }
            for (int row = 0; row < found.size(); row++) {
                assertThat(found.get(row)).containsExactlyElementsOf(
                        Arrays.stream(greedy.get(row)).boxed().toList());
            }
        }
    }

    private static List<int[]> rows(final JsonObject batch, final String key) {
        return ((List<?>) Objects.requireNonNull(batch.raw(key))).stream().map(Fixtures::ids).toList();
    }

    private static List<int[]> unpadded(final JsonObject batch) {
        final List<int[]> masks = rows(batch, "attention_mask");
        final var texts = new ArrayList<int[]>();
        for (final int[] ids : rows(batch, "input_ids")) {
            final int padding = ids.length - Arrays.stream(masks.get(texts.size())).sum();
            texts.add(Arrays.copyOfRange(ids, padding, ids.length));
        }
        return texts;
    }

    private static int best(final float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        return best;
    }

    private static void checkLogits(final float[][] found, final float[] expected) {
        for (int row = 0; row < found.length; row++) {
            final int width = found[row].length;
            float largest = 0;
            for (int i = 0; i < width; i++) {
                largest = Math.max(largest, Math.abs(expected[row * width + i]));
            }
            for (int i = 0; i < width; i++) {
                assertThat(found[row][i]).as("logit %d of row %d", i, row)
                        .isCloseTo(expected[row * width + i], Offset.offset(largest * TOLERANCE));
            }
        }
    }
}
