package dev.ingot.runtime.reference;

import static dev.ingot.runtime.reference.Maths.frequencies;
import static dev.ingot.runtime.reference.Maths.rotatePairs;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.Pipeline;
import dev.ingot.Precision;
import dev.ingot.error.UnsupportedModelException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ernie 4.5 (its technical report and model card): Llama with rotated pairs, tied, all projections with a bias or none. */
final class ErnieTest {

    private static final int LAYERS = 2;
    private static final int HIDDEN = 64;
    private static final int INNER = 96;
    private static final int HEAD = 16;
    private static final String CONFIG = """
            {"architectures": ["Ernie4_5ForCausalLM"], "model_type": "ernie4_5", "hidden_size": 64,
             "intermediate_size": 96, "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2,
             "head_dim": 16, "rms_norm_eps": 1e-05, "rope_theta": 500000, "max_position_embeddings": 128,
             "use_bias": BIAS, "compression_ratio": RATIO, "vocab_size": 640, "eos_token_id": 2}
            """;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void saysWhatItsCardSays(final boolean bias) {
        final TinyModel model = model(bias, 1.0);
        final Path source = model.write(directory.resolve("ernie"));
        final double[] frequencies = frequencies(500_000, HEAD);
        final var reference = new LlamaLike(model, LAYERS, 1e-5, "model.embed_tokens",
                x -> rotatePairs(x, HEAD, frequencies), ReferenceAttention.of(HEAD));
        new ReferenceCheck(source, reference::forward).run();
    }

    @Test
    void compressedPositionsAreRefused() {
        final Path source = model(false, 2.0).write(directory.resolve("ernie"));
        final var pipeline = Pipeline.from(source).quantize(Precision.FP32);
        assertThatThrownBy(() -> pipeline.toOnnx(directory.resolve("out")))
                .isInstanceOf(UnsupportedModelException.class).hasMessageContaining("compression_ratio");
    }

    /** Makes the model. */
    static TinyModel model(final boolean bias, final double compression) {
        final var model = new TinyModel(3);
        model.tensor("model.embed_tokens.weight", 0, 1, TinyModel.VOCABULARY, HIDDEN);
        for (int layer = 0; layer < LAYERS; layer++) {
            final String path = "model.layers." + layer;
            model.llamaLayer(path, HIDDEN, 2 * HEAD, INNER);
            if (bias) {
                addBiases(model, path);
            }
            model.norm(path + ".input_layernorm.weight", 1, HIDDEN)
                    .norm(path + ".post_attention_layernorm.weight", 1, HIDDEN);
        }
        return model.norm("model.norm.weight", 1, HIDDEN).config(
                CONFIG.replace("BIAS", String.valueOf(bias)).replace("RATIO", String.valueOf(compression)));
    }

    private static void addBiases(final TinyModel model, final String path) {
        model.bias(path + ".self_attn.q_proj.bias", HIDDEN).bias(path + ".self_attn.k_proj.bias", 2 * HEAD)
                .bias(path + ".self_attn.v_proj.bias", 2 * HEAD).bias(path + ".self_attn.o_proj.bias", HIDDEN)
                .bias(path + ".mlp.gate_proj.bias", INNER).bias(path + ".mlp.up_proj.bias", INNER)
                .bias(path + ".mlp.down_proj.bias", HIDDEN);
    }
}
