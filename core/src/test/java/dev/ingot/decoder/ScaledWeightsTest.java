package dev.ingot.decoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.decoder.Folding.Giver;
import dev.ingot.hf.HfModel;
import dev.ingot.hf.ModelConfig;
import dev.ingot.hf.Weights;
import dev.ingot.quantize.FloatRows;
import dev.ingot.quantize.WeightMatrix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a column is multiplied by, what yields it is divided by. */
class ScaledWeightsTest {

    private static final Path FIXTURES = Path.of(System.getProperty("ingot.fixtures"));
    private static final Offset<Float> EXACT = Offset.offset(2e-6f);

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2", "qwen3", "gemma2", "gemma3", "granite", "smollm3", "olmo2",
            "phi3"})
    void productsOfGiverAndReaderStayWhatTheyAre(final String fixture) {
        try (var model = HfModel.open(FIXTURES.resolve(fixture))) {
            final var config = model.config();
            final Family family = Families.of(config);
            final Weights base = new MappedWeights(family.view(config, model.weights()),
                    family.layout(config));
            for (final Folding folding : Folding.of(config)) {
                check(config, base, folding);
            }
        }
    }

    private static void check(final ModelConfig config, final Weights base, final Folding folding) {
        final int width = width(config, folding.readers().getFirst());
        final float[] factors = factors(folding, width);
        final var scaled = new ScaledWeights(base, Map.of(folding, factors));
        final float[] before = given(config, base, folding, width);
        final float[] after = given(config, scaled, folding, width);
        for (final String reader : folding.readers()) {
            final float[] old = row(config, base, reader, width);
            final float[] changed = row(config, scaled, reader, width);
            for (int j = 0; j < width; j++) {
                assertThat(changed[j]).as(reader).isCloseTo(old[j] * factors[j], EXACT);
                assertThat(changed[j] * after[j]).as(reader).isCloseTo(old[j] * before[j], EXACT);
            }
        }
    }

    /** Columns that share a row have the same factor. */
    private static float[] factors(final Folding folding, final int width) {
        final var random = new Random(17);
        final float[] ofRows = new float[width];
        for (int i = 0; i < width; i++) {
            ofRows[i] = 0.5f + random.nextFloat();
        }
        final float[] factors = new float[width];
        for (int j = 0; j < width; j++) {
            factors[j] = ofRows[folding.giver() instanceof Giver.Rows rows ? rows.row(j) : j];
        }
        return factors;
    }

    /** What multiplies each column: a norm's factor, or an element of the row that yields it. */
    private static float[] given(final ModelConfig config, final Weights weights, final Folding folding,
            final int width) {
        return switch (folding.giver()) {
            case Giver.Norm(String module, float offset) -> {
                final float[] values = weights.vector(module + ".weight", width);
                for (int i = 0; i < width; i++) {
                    values[i] += offset;
                }
                yield values;
            }
            case Giver.Rows rows -> {
                final int count = width / rows.sharing();
                final WeightMatrix matrix = weights.matrix(rows.module() + ".weight", count,
                        config.hiddenSize());
                final float[] values = new float[width];
                for (int j = 0; j < width; j++) {
                    values[j] = row(matrix, rows.row(j))[3];
                }
                yield values;
            }
        };
    }

    private static int width(final ModelConfig config, final String reader) {
        if (reader.contains("down_proj")) {
            return config.intermediateSize();
        }
        return reader.contains("o_proj") ? config.heads() * config.headSize() : config.hiddenSize();
    }

    private static float[] row(final ModelConfig config, final Weights weights, final String reader,
            final int width) {
        final int rows = switch (reader.substring(reader.indexOf("layers.") + 9)) {
            case "self_attn.q_proj.weight" -> config.heads() * config.headSize();
            case "self_attn.k_proj.weight", "self_attn.v_proj.weight" ->
                config.kvHeads() * config.headSize();
            case "mlp.gate_proj.weight", "mlp.up_proj.weight" -> config.intermediateSize();
            default -> config.hiddenSize();
        };
        return row(weights.matrix(reader, rows, width), 1);
    }

    private static float[] row(final WeightMatrix matrix, final int row) {
        final float[] values = new float[matrix.columns()];
        try (var arena = Arena.ofConfined()) {
            FloatRows.toFloat(matrix.rows(row, 1, arena), MemorySegment.ofArray(values));
        }
        return values;
    }

    @Test
    void headsThatShareValuesShareRows() {
        final var rows = new Giver.Rows("v", 4, 3);
        final Set<Integer> found = new HashSet<>();
        for (int column = 0; column < 24; column++) {
            found.add(rows.row(column));
            assertThat(rows.row(column)).isEqualTo(column / 12 * 4 + column % 4);
        }
        assertThat(found).hasSize(8);
    }

    @Test
    void biasesOfRowsAreDivided() {
        try (var model = HfModel.open(FIXTURES.resolve("qwen2"))) {
            final var factors = new LinkedHashMap<Folding, float[]>();
            final Folding folding = Folding.of(model.config()).stream()
                    .filter(place -> place.readers().getFirst().contains("layers.0.self_attn.o_proj"))
                    .findFirst().orElseThrow();
            final float[] twos = new float[model.config().heads() * model.config().headSize()];
            java.util.Arrays.fill(twos, 2);
            factors.put(folding, twos);
            final String bias = "model.layers.0.self_attn.v_proj.bias";
            final int length = model.config().kvHeads() * model.config().headSize();
            final float[] before = model.weights().vector(bias, length);
            final float[] after = new ScaledWeights(model.weights(), factors).vector(bias, length);
            for (int i = 0; i < length; i++) {
                assertThat(after[i]).isEqualTo(before[i] / 2);
            }
        }
    }

    @Test
    void normsBehindTheBranchesGiveNothing() {
        try (var model = HfModel.open(FIXTURES.resolve("olmo2"))) {
            final List<Folding> places = Folding.of(model.config());
            assertThat(places).isNotEmpty().allMatch(place -> place.giver() instanceof Giver.Rows);
        }
    }
}
