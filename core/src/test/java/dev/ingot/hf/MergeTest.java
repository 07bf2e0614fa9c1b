package dev.ingot.hf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.ModelFormatException;
import dev.ingot.error.UnsupportedModelException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What adapters beyond plain LoRA make of a base. Expected values are computed here, in double, from the papers' formulas:
 * LoRA (arXiv 2106.09685) {@code W' = W + s B A}; DoRA (arXiv 2402.09353) {@code W' = m V / |V|} with {@code V = W + s B A}.
 */
class MergeTest {

    private static final String QUERY = "model.layers.0.self_attn.q_proj";
    private static final String EMBEDDING = "model.embed_tokens";
    private static final int VOCABULARY = 640;
    private static final int HIDDEN = 64;
    private static final int RANK = 4;
    private static final double SCALE = 2;

    @TempDir
    private Path temporary;

    private final PeftAdapter adapter = new PeftAdapter();
    private float[] query = {};
    private float[] embedding = {};

    @BeforeEach
    void readBase() {
        try (var base = HfModel.open(Fixtures.model("qwen2"))) {
            query = floats(base, QUERY + ".weight", HIDDEN, HIDDEN);
            embedding = floats(base, EMBEDDING + ".weight", VOCABULARY, HIDDEN);
        }
    }

    @Test
    void doraBringsRowsToTheirLengths() throws IOException {
        adapter.says("use_dora", true).factors(QUERY, HIDDEN, HIDDEN, RANK)
                .tensor(QUERY + ".lora_magnitude_vector", HIDDEN);
        final double[][] directions = sum(query, PeftAdapter.product(adapter.values(QUERY + ".lora_B.weight"),
                adapter.values(QUERY + ".lora_A.weight"), HIDDEN, RANK, HIDDEN));
        final float[] lengths = adapter.values(QUERY + ".lora_magnitude_vector");
        for (int i = 0; i < HIDDEN; i++) {
            double squares = 0;
            for (int j = 0; j < HIDDEN; j++) {
                squares += directions[i][j] * directions[i][j];
            }
            for (int j = 0; j < HIDDEN; j++) {
                directions[i][j] *= lengths[i] / Math.sqrt(squares);
            }
        }
        assertMerged(QUERY + ".weight", directions);
    }

    @Test
    void doraOfAnEmbeddingBringsColumnsToTheirLengths() throws IOException {
        adapter.says("use_dora", true).tensor(EMBEDDING + ".lora_embedding_A", RANK, VOCABULARY)
                .tensor(EMBEDDING + ".lora_embedding_B", HIDDEN, RANK)
                .tensor(EMBEDDING + ".lora_magnitude_vector", HIDDEN);
        final double[][] directions = embeddingSum();
        final float[] lengths = adapter.values(EMBEDDING + ".lora_magnitude_vector");
        for (int j = 0; j < HIDDEN; j++) {
            double squares = 0;
            for (int i = 0; i < VOCABULARY; i++) {
                squares += directions[i][j] * directions[i][j];
            }
            for (int i = 0; i < VOCABULARY; i++) {
                directions[i][j] *= lengths[j] / Math.sqrt(squares);
            }
        }
        assertMerged(EMBEDDING + ".weight", directions);
    }

    @Test
    void oldSpellingOfMagnitudesIsRead() throws IOException {
        adapter.says("use_dora", true).factors(QUERY, HIDDEN, HIDDEN, RANK)
                .tensor(QUERY + ".lora_magnitude_vector.default.weight", HIDDEN);
        try (var merged = merged()) {
            assertThat(floats(merged, QUERY + ".weight", HIDDEN, HIDDEN)).isNotEqualTo(query);
        }
    }

    @Test
    void changedEmbeddingOfATiedModelLeavesItsHeadAsItWas() throws IOException {
        adapter.tensor(EMBEDDING + ".lora_embedding_A", RANK, VOCABULARY)
                .tensor(EMBEDDING + ".lora_embedding_B", HIDDEN, RANK);
        assertMerged(EMBEDDING + ".weight", embeddingSum());
        try (var merged = merged()) {
            assertThat(merged.config().tiedEmbeddings()).isFalse();
            assertThat(merged.weights().names()).contains("lm_head.weight");
            assertThat(floats(merged, "lm_head.weight", VOCABULARY, HIDDEN)).isEqualTo(embedding);
        }
    }

    @Test
    void changedHeadOfATiedModelLeavesItsEmbeddingAsItWas() throws IOException {
        adapter.factors("lm_head", VOCABULARY, HIDDEN, RANK);
        assertMerged("lm_head.weight", sum(embedding, PeftAdapter.product(
                adapter.values("lm_head.lora_B.weight"), adapter.values("lm_head.lora_A.weight"), VOCABULARY,
                RANK, HIDDEN)));
        try (var merged = merged()) {
            assertThat(merged.config().tiedEmbeddings()).isFalse();
            assertThat(floats(merged, EMBEDDING + ".weight", VOCABULARY, HIDDEN)).isEqualTo(embedding);
        }
    }

    @Test
    void ensuredTyingChangesBothAtOnce() throws IOException {
        adapter.says("ensure_weight_tying", true).says("modules_to_save", List.of("embed_tokens"))
                .tensor(EMBEDDING + ".weight", VOCABULARY, HIDDEN);
        try (var merged = merged()) {
            assertThat(merged.config().tiedEmbeddings()).isTrue();
            assertThat(merged.weights().has("lm_head.weight")).isFalse();
            assertThat(floats(merged, EMBEDDING + ".weight", VOCABULARY, HIDDEN))
                    .isEqualTo(adapter.values(EMBEDDING + ".weight"));
        }
    }

    /** An embedding saved along with an adapter is the base's own matrix, so it stays tied. */
    @ParameterizedTest
    @ValueSource(strings = {"model.embed_tokens.weight", "model.embed_tokens.base_layer.weight",
            "lm_head.weight"})
    void embeddingSavedAlongStaysTied(final String name) throws IOException {
        adapter.factors(QUERY, HIDDEN, HIDDEN, RANK).tensor(name, VOCABULARY, HIDDEN);
        try (var merged = merged()) {
            assertThat(merged.config().tiedEmbeddings()).isTrue();
            assertThat(floats(merged, EMBEDDING + ".weight", VOCABULARY, HIDDEN))
                    .isEqualTo(adapter.values(name));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lm_head.weight", "lm_head.modules_to_save.weight",
            "lm_head.modules_to_save.default.weight"})
    void savedHeadIsTakenInEverySpelling(final String name) throws IOException {
        adapter.says("modules_to_save", List.of("lm_head")).tensor(name, VOCABULARY, HIDDEN)
                .tensor("lm_head.original_module.weight", VOCABULARY, HIDDEN);
        try (var merged = merged()) {
            assertThat(merged.config().tiedEmbeddings()).isFalse();
            assertThat(floats(merged, "lm_head.weight", VOCABULARY, HIDDEN)).isEqualTo(adapter.values(name));
            assertThat(floats(merged, EMBEDDING + ".weight", VOCABULARY, HIDDEN)).isEqualTo(embedding);
        }
    }

    @Test
    void savedModulesMayHoldOthers() throws IOException {
        adapter.says("modules_to_save", List.of("self_attn")).tensor(QUERY + ".weight", HIDDEN, HIDDEN)
                .tensor("model.layers.1.self_attn.modules_to_save.default.q_proj.weight", HIDDEN, HIDDEN);
        try (var merged = merged()) {
            assertThat(floats(merged, QUERY + ".weight", HIDDEN, HIDDEN))
                    .isEqualTo(adapter.values(QUERY + ".weight"));
            assertThat(floats(merged, "model.layers.1.self_attn.q_proj.weight", HIDDEN, HIDDEN)).isEqualTo(
                    adapter.values("model.layers.1.self_attn.modules_to_save.default.q_proj.weight"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".bias", ".base_layer.bias"})
    void trainedBiasesReplaceThoseOfTheBase(final String suffix) throws IOException {
        adapter.says("bias", "all").factors(QUERY, HIDDEN, HIDDEN, RANK).tensor(QUERY + suffix, HIDDEN);
        try (var merged = merged()) {
            assertThat(merged.weights().vector(QUERY + ".bias", HIDDEN))
                    .isEqualTo(adapter.values(QUERY + suffix));
        }
    }

    @Test
    void biasOfTheSecondFactorIsScaledAndAdded() throws IOException {
        adapter.says("lora_bias", true).factors(QUERY, HIDDEN, HIDDEN, RANK)
                .tensor(QUERY + ".lora_B.bias", HIDDEN);
        try (var base = HfModel.open(Fixtures.model("qwen2")); var merged = merged()) {
            final float[] before = base.weights().vector(QUERY + ".bias", HIDDEN);
            final float[] after = merged.weights().vector(QUERY + ".bias", HIDDEN);
            for (int i = 0; i < HIDDEN; i++) {
                assertThat((double) after[i]).isCloseTo(
                        before[i] + SCALE * adapter.values(QUERY + ".lora_B.bias")[i], Offset.offset(1e-6));
            }
        }
    }

    @Test
    void biasOfTheSecondFactorNeedsOneInTheBase() throws IOException {
        final String output = "model.layers.0.self_attn.o_proj";
        adapter.says("lora_bias", true).factors(output, HIDDEN, HIDDEN, RANK)
                .tensor(output + ".lora_B.bias", HIDDEN);
        assertThatThrownBy(this::merged).isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("lora_bias needs a bias in the base");
    }

    @Test
    void refusesFactorsOfAnotherShape() throws IOException {
        adapter.factors(QUERY, HIDDEN, 32, RANK);
        try (var merged = merged()) {
            assertThatThrownBy(() -> merged.weights().matrix(QUERY + ".weight", HIDDEN, HIDDEN))
                    .isInstanceOf(ModelFormatException.class).hasMessageEndingWith(
                            QUERY + ": expected a product of shape [64, 64] for this base, found [64, 32]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".lora_embedding_C", ".hada_w1_a", ".ia3_l.weight", ".lokr_w1",
            ".token_adapter.trainable_tokens_delta"})
    void refusesOtherKindsOfTensorsByName(final String suffix) throws IOException {
        adapter.factors(QUERY, HIDDEN, HIDDEN, RANK).tensor(EMBEDDING + suffix, 4, 4);
        assertThatThrownBy(this::merged).isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining(EMBEDDING + suffix)
                .hasMessageContaining("another kind of adapter tensor");
    }

    @Test
    void refusesTensorsThatMatchNothing() throws IOException {
        adapter.factors(QUERY, HIDDEN, HIDDEN, RANK).tensor("model.nowhere.weight", 4);
        assertThatThrownBy(this::merged).isInstanceOf(ModelFormatException.class).hasMessageEndingWith(
                "base_model.model.model.nowhere.weight: expected a tensor for a module of the base model, found one"
                        + " that matches nothing");
    }

    @Test
    void refusesDoraWithABiasOfTheSecondFactor() throws IOException {
        adapter.says("use_dora", true).says("lora_bias", true).factors(QUERY, HIDDEN, HIDDEN, RANK);
        assertThatThrownBy(this::merged).isInstanceOf(UnsupportedModelException.class)
                .hasMessageEndingWith("lora_bias: expected false beside use_dora, as PEFT does, found true");
    }

    @Test
    void refusesMagnitudesThatTheConfigurationDoesNotMention() throws IOException {
        adapter.factors(QUERY, HIDDEN, HIDDEN, RANK).tensor(QUERY + ".lora_magnitude_vector", HIDDEN);
        assertThatThrownBy(this::merged).isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("expected none without use_dora, found one");
    }

    private double[][] embeddingSum() {
        final float[] a = adapter.values(EMBEDDING + ".lora_embedding_A");
        final float[] b = adapter.values(EMBEDDING + ".lora_embedding_B");
        final double[][] turned = PeftAdapter.product(b, a, HIDDEN, RANK, VOCABULARY);
        final var product = new double[VOCABULARY][HIDDEN];
        IntStream.range(0, VOCABULARY)
                .forEach(i -> IntStream.range(0, HIDDEN).forEach(j -> product[i][j] = turned[j][i]));
        return sum(embedding, product);
    }

    private static double[][] sum(final float[] weight, final double[][] product) {
        for (int i = 0; i < product.length; i++) {
            for (int j = 0; j < product[i].length; j++) {
                product[i][j] = weight[i * product[i].length + j] + SCALE * product[i][j];
            }
        }
        return product;
    }

    private HfModel merged() throws IOException {
        final Path directory = adapter.write(temporary.resolve("adapter"));
        final var base = HfModel.open(Fixtures.model("qwen2"));
        try {
            return base.withAdapter(directory);
        } catch (RuntimeException e) {
            base.close();
            throw e;
        }
    }

    private void assertMerged(final String name, final double[][] expected) throws IOException {
        try (var merged = merged()) {
            final int columns = expected[0].length;
            final float[] found = floats(merged, name, expected.length, columns);
            for (int i = 0; i < found.length; i++) {
                assertThat((double) found[i]).as("element %d", i)
                        .isCloseTo(expected[i / columns][i % columns], Offset.offset(1e-6));
            }
        }
    }

    private static float[] floats(final HfModel model, final String name, final int rows, final int columns) {
        try (var arena = Arena.ofConfined()) {
            return Tensors.floats(model.weights().matrix(name, rows, columns).rows(0, rows, arena));
        }
    }
}
