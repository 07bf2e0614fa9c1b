package dev.ingot.runtime.reference;

import static dev.ingot.runtime.reference.Maths.add;
import static dev.ingot.runtime.reference.Maths.each;
import static dev.ingot.runtime.reference.Maths.frequencies;
import static dev.ingot.runtime.reference.Maths.layerNorm;
import static dev.ingot.runtime.reference.Maths.multiply;
import static dev.ingot.runtime.reference.Maths.ones;
import static dev.ingot.runtime.reference.Maths.rotateHalves;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * OLMo (arXiv 2402.00838): layer norms without parameters and with an epsilon that no configuration changes, clipped
 * queries, keys and values.
 */
final class OlmoTest {

    private static final int LAYERS = 2;
    private static final int HIDDEN = 64;
    private static final int INNER = 96;
    private static final int HEAD = 16;
    private static final double CLIP = 0.75;
    private static final String CONFIG = """
            {"architectures": ["OlmoForCausalLM"], "model_type": "olmo", "hidden_size": 64, "intermediate_size": 96,
             "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2, "clip_qkv": 0.75,
             "max_position_embeddings": 128, "rope_theta": 10000.0, "vocab_size": 640, "eos_token_id": 2,
             "layer_norm_eps": 0.1}
            """;

    @TempDir
    Path directory;
    private final TinyModel model = model();

    @Test
    void saysWhatThePaperSays() {
        new ReferenceCheck(model.write(directory.resolve("olmo")), this::forward).run();
    }

    /** Makes the model. */
    static TinyModel model() {
        final var model = new TinyModel(1);
        model.tensor("model.embed_tokens.weight", 0, 1, TinyModel.VOCABULARY, HIDDEN);
        for (int layer = 0; layer < LAYERS; layer++) {
            model.llamaLayer("model.layers." + layer, HIDDEN, HIDDEN / 2, INNER);
        }
        return model.matrix("lm_head.weight", TinyModel.VOCABULARY, HIDDEN).config(CONFIG);
    }

    private double[][] forward(final int[] ids) {
        double[][] x = model.rows("model.embed_tokens.weight", ids);
        for (int layer = 0; layer < LAYERS; layer++) {
            final String path = "model.layers." + layer;
            x = add(x, attention(norm(x), path + ".self_attn."));
            x = add(x, mlp(norm(x), path + ".mlp."));
        }
        return model.linear(norm(x), "lm_head");
    }

    private static double[][] norm(final double[][] x) {
        return layerNorm(x, ones(HIDDEN), new double[HIDDEN], 1e-5);
    }

    private double[][] attention(final double[][] x, final String path) {
        final double[] frequencies = frequencies(10_000, HEAD);
        final double[][] q = clipped(model.linear(x, path + "q_proj"));
        final double[][] k = clipped(model.linear(x, path + "k_proj"));
        final double[][] v = clipped(model.linear(x, path + "v_proj"));
        return model.linear(ReferenceAttention.of(HEAD).apply(rotateHalves(q, HEAD, frequencies),
                rotateHalves(k, HEAD, frequencies), v), path + "o_proj");
    }

    private static double[][] clipped(final double[][] x) {
        return each(x, v -> Math.clamp(v, -CLIP, CLIP));
    }

    private double[][] mlp(final double[][] x, final String path) {
        return model.linear(multiply(each(model.linear(x, path + "gate_proj"), Maths::silu),
                model.linear(x, path + "up_proj")), path + "down_proj");
    }
}
