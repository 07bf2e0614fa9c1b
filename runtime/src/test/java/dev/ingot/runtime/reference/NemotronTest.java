package dev.ingot.runtime.reference;

import static dev.ingot.runtime.reference.Maths.add;
import static dev.ingot.runtime.reference.Maths.each;
import static dev.ingot.runtime.reference.Maths.frequencies;
import static dev.ingot.runtime.reference.Maths.layerNorm;
import static dev.ingot.runtime.reference.Maths.plusOne;
import static dev.ingot.runtime.reference.Maths.rotateHalves;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.Pipeline;
import dev.ingot.error.ModelFormatException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nemotron (arXiv 2402.16819): layer norms around one, half of a head rotated, squared ReLU without a gate. */
final class NemotronTest {

    private static final int LAYERS = 2;
    private static final int HIDDEN = 64;
    private static final int INNER = 96;
    private static final int HEAD = 32;
    private static final String CONFIG = """
            {"architectures": ["NemotronForCausalLM"], "model_type": "nemotron", "hidden_size": 64,
             "intermediate_size": 96, "num_hidden_layers": 2, "num_attention_heads": 2, "num_key_value_heads": 1,
             "head_dim": 32, "hidden_act": "relu2", "norm_eps": 0.01, "partial_rotary_factor": 0.5,
             "rope_theta": 10000.0, "max_position_embeddings": 128, "attention_bias": false, "mlp_bias": false,
             "tie_word_embeddings": false, "vocab_size": 640, "eos_token_id": 2}
            """;

    @TempDir
    Path directory;
    private final TinyModel model = model();

    @Test
    void saysWhatThePaperSays() {
        new ReferenceCheck(model.write(directory.resolve("nemotron")), this::forward).run();
    }

    /** Whatever share of a head the model was trained with, transformers rotates a half unless today's key says more. */
    @Test
    void refusesAnEarlyKeyThatSaysSomethingElse() {
        final Path same = model.write(directory.resolve("same"),
                CONFIG.replace("partial_rotary_factor", "rope_percent"));
        assertThat(Pipeline.from(same).plan().architecture()).isEqualTo("NemotronForCausalLM");
        final Path other = model.write(directory.resolve("other"),
                CONFIG.replace("\"partial_rotary_factor\": 0.5", "\"rope_percent\": 0.25"));
        assertThatThrownBy(() -> Pipeline.from(other).plan()).isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("config.json", "rope_percent", "0.5", "partial_rotary_factor",
                        "0.25");
    }

    /** Makes the model. */
    static TinyModel model() {
        final var model = new TinyModel(2);
        model.tensor("model.embed_tokens.weight", 0, 0.3, TinyModel.VOCABULARY, HIDDEN);
        for (int layer = 0; layer < LAYERS; layer++) {
            final String path = "model.layers." + layer;
            model.matrix(path + ".self_attn.q_proj.weight", HIDDEN, HIDDEN)
                    .matrix(path + ".self_attn.k_proj.weight", HEAD, HIDDEN)
                    .matrix(path + ".self_attn.v_proj.weight", HEAD, HIDDEN)
                    .matrix(path + ".self_attn.o_proj.weight", HIDDEN, HIDDEN)
                    .matrix(path + ".mlp.up_proj.weight", INNER, HIDDEN)
                    .matrix(path + ".mlp.down_proj.weight", HIDDEN, INNER);
            norm(model, path + ".input_layernorm");
            norm(model, path + ".post_attention_layernorm");
        }
        norm(model, "model.norm");
        return model.matrix("lm_head.weight", TinyModel.VOCABULARY, HIDDEN).config(CONFIG);
    }

    private static void norm(final TinyModel model, final String module) {
        model.norm(module + ".weight", 0, HIDDEN).bias(module + ".bias", HIDDEN);
    }

    private double[][] forward(final int[] ids) {
        double[][] x = model.rows("model.embed_tokens.weight", ids);
        for (int layer = 0; layer < LAYERS; layer++) {
            final String path = "model.layers." + layer;
            x = add(x, attention(normed(x, path + ".input_layernorm"), path + ".self_attn."));
            x = add(x, mlp(normed(x, path + ".post_attention_layernorm"), path + ".mlp."));
        }
        return model.linear(normed(x, "model.norm"), "lm_head");
    }

    private double[][] normed(final double[][] x, final String module) {
        return layerNorm(x, plusOne(model.values(module + ".weight")), model.values(module + ".bias"), 0.01);
    }

    private double[][] attention(final double[][] x, final String path) {
        final double[] frequencies = frequencies(10_000, HEAD / 2);
        final double[][] q = rotateHalves(model.linear(x, path + "q_proj"), HEAD, frequencies);
        final double[][] k = rotateHalves(model.linear(x, path + "k_proj"), HEAD, frequencies);
        return model.linear(ReferenceAttention.of(HEAD).apply(q, k, model.linear(x, path + "v_proj")),
                path + "o_proj");
    }

    private double[][] mlp(final double[][] x, final String path) {
        return model.linear(each(model.linear(x, path + "up_proj"), Maths::squaredRelu), path + "down_proj");
    }
}
