package dev.ingot.runtime.reference;

import static dev.ingot.runtime.reference.Maths.add;
import static dev.ingot.runtime.reference.Maths.each;
import static dev.ingot.runtime.reference.Maths.frequencies;
import static dev.ingot.runtime.reference.Maths.multiply;
import static dev.ingot.runtime.reference.Maths.plusOne;
import static dev.ingot.runtime.reference.Maths.rmsNorm;
import static dev.ingot.runtime.reference.Maths.rotateHalves;
import static dev.ingot.runtime.reference.Maths.scale;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Gemma (arXiv 2403.08295): GeGLU, RMS norms whose weights are distances from one, embeddings scaled by the root of the
 * width and shared with the head; heads wider than the model divided by their number.
 */
final class GemmaTest {

    private static final int LAYERS = 2;
    private static final int HIDDEN = 48;
    private static final int INNER = 96;
    private static final int HEAD = 32;
    private static final int HEADS = 4;
    private static final String CONFIG = """
            {"architectures": ["GemmaForCausalLM"], "model_type": "gemma", "hidden_size": 48, "intermediate_size": 96,
             "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 1, "head_dim": 32,
             "hidden_act": "gelu", "max_position_embeddings": 128, "rms_norm_eps": 1e-06, "rope_theta": 10000.0,
             "vocab_size": 640, "eos_token_id": 2}
            """;

    @TempDir
    Path directory;
    private final TinyModel model = model();

    @Test
    void saysWhatThePaperSays() {
        new ReferenceCheck(model.write(directory.resolve("gemma")), this::forward).run();
    }

    /** Makes the model. */
    static TinyModel model() {
        final var model = new TinyModel(11);
        model.tensor("model.embed_tokens.weight", 0, 0.5, TinyModel.VOCABULARY, HIDDEN);
        for (int layer = 0; layer < LAYERS; layer++) {
            final String path = "model.layers." + layer;
            model.tensor(path + ".input_layernorm.weight", 0, 0.3, HIDDEN)
                    .tensor(path + ".post_attention_layernorm.weight", 0, 0.3, HIDDEN)
                    .matrix(path + ".self_attn.q_proj.weight", HEADS * HEAD, HIDDEN)
                    .matrix(path + ".self_attn.k_proj.weight", HEAD, HIDDEN)
                    .matrix(path + ".self_attn.v_proj.weight", HEAD, HIDDEN)
                    .matrix(path + ".self_attn.o_proj.weight", HIDDEN, HEADS * HEAD)
                    .matrix(path + ".mlp.gate_proj.weight", INNER, HIDDEN)
                    .matrix(path + ".mlp.up_proj.weight", INNER, HIDDEN)
                    .matrix(path + ".mlp.down_proj.weight", HIDDEN, INNER);
        }
        return model.tensor("model.norm.weight", 0, 0.3, HIDDEN).config(CONFIG);
    }

    private double[][] forward(final int[] ids) {
        double[][] x = scale(model.rows("model.embed_tokens.weight", ids), Math.sqrt(HIDDEN));
        for (int layer = 0; layer < LAYERS; layer++) {
            final String path = "model.layers." + layer;
            x = add(x, attention(norm(x, path + ".input_layernorm"), path + ".self_attn."));
            x = add(x, mlp(norm(x, path + ".post_attention_layernorm"), path + ".mlp."));
        }
        return model.linear(norm(x, "model.norm"), "model.embed_tokens");
    }

    private double[][] norm(final double[][] x, final String module) {
        return rmsNorm(x, plusOne(model.values(module + ".weight")), 1e-6);
    }

    private double[][] attention(final double[][] x, final String path) {
        final double[] frequencies = frequencies(10_000, HEAD);
        return model.linear(ReferenceAttention.of(HEAD).apply(
                rotateHalves(model.linear(x, path + "q_proj"), HEAD, frequencies),
                rotateHalves(model.linear(x, path + "k_proj"), HEAD, frequencies),
                model.linear(x, path + "v_proj")), path + "o_proj");
    }

    private double[][] mlp(final double[][] x, final String path) {
        return model.linear(multiply(each(model.linear(x, path + "gate_proj"), Maths::geluTanh),
                model.linear(x, path + "up_proj")), path + "down_proj");
    }
}
