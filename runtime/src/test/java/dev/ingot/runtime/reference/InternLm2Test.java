package dev.ingot.runtime.reference;

import static dev.ingot.runtime.reference.Maths.add;
import static dev.ingot.runtime.reference.Maths.columns;
import static dev.ingot.runtime.reference.Maths.each;
import static dev.ingot.runtime.reference.Maths.frequencies;
import static dev.ingot.runtime.reference.Maths.join;
import static dev.ingot.runtime.reference.Maths.multiply;
import static dev.ingot.runtime.reference.Maths.rmsNorm;
import static dev.ingot.runtime.reference.Maths.rotateHalves;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** InternLM 2 (arXiv 2403.17297): one projection whose output is cut by key-value head into queries, key and value. */
final class InternLm2Test {

    private static final int LAYERS = 2;
    private static final int HIDDEN = 64;
    private static final int INNER = 96;
    private static final int HEAD = 16;
    private static final int KV_HEADS = 2;
    private static final int SHARING = 2;
    private static final int PACKED = KV_HEADS * (SHARING + 2) * HEAD;
    private static final String CONFIG = """
            {"architectures": ["InternLM2ForCausalLM"], "model_type": "internlm2", "hidden_size": 64,
             "intermediate_size": 96, "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2,
             "rms_norm_eps": 1e-05, "rope_theta": 1000000, "rope_scaling": {"type": "dynamic", "factor": 2.0},
             "max_position_embeddings": 128, "bias": BIAS, "vocab_size": 640, "eos_token_id": 2,
             "auto_map": {"AutoConfig": "configuration_internlm2.InternLM2Config"}}
            """;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void saysWhatThePaperSays(final boolean bias) {
        final TinyModel model = model(bias);
        new ReferenceCheck(model.write(directory.resolve("internlm2")), ids -> forward(model, ids)).run();
    }

    /** Makes the model. */
    static TinyModel model(final boolean bias) {
        final var model = new TinyModel(4);
        model.tensor("model.tok_embeddings.weight", 0, 1, TinyModel.VOCABULARY, HIDDEN);
        for (int layer = 0; layer < LAYERS; layer++) {
            final String path = "model.layers." + layer;
            model.matrix(path + ".attention.wqkv.weight", PACKED, HIDDEN)
                    .matrix(path + ".attention.wo.weight", HIDDEN, HIDDEN)
                    .matrix(path + ".feed_forward.w1.weight", INNER, HIDDEN)
                    .matrix(path + ".feed_forward.w3.weight", INNER, HIDDEN)
                    .matrix(path + ".feed_forward.w2.weight", HIDDEN, INNER)
                    .norm(path + ".attention_norm.weight", 1, HIDDEN)
                    .norm(path + ".ffn_norm.weight", 1, HIDDEN);
            if (bias) {
                model.bias(path + ".attention.wqkv.bias", PACKED).bias(path + ".attention.wo.bias", HIDDEN);
            }
        }
        return model.norm("model.norm.weight", 1, HIDDEN)
                .matrix("output.weight", TinyModel.VOCABULARY, HIDDEN)
                .config(CONFIG.replace("BIAS", String.valueOf(bias)));
    }

    private static double[][] forward(final TinyModel model, final int[] ids) {
        double[][] x = model.rows("model.tok_embeddings.weight", ids);
        for (int layer = 0; layer < LAYERS; layer++) {
            final String path = "model.layers." + layer;
            x = add(x, attention(model, normed(model, x, path + ".attention_norm"), path + ".attention."));
            x = add(x, mlp(model, normed(model, x, path + ".ffn_norm"), path + ".feed_forward."));
        }
        return model.linear(normed(model, x, "model.norm"), "output");
    }

    private static double[][] normed(final TinyModel model, final double[][] x, final String module) {
        return rmsNorm(x, model.values(module + ".weight"), 1e-5);
    }

    private static double[][] attention(final TinyModel model, final double[][] x, final String path) {
        final double[][] packed = model.linear(x, path + "wqkv");
        double[][] q = new double[x.length][0];
        double[][] k = q;
        double[][] v = q;
        for (int group = 0; group < KV_HEADS; group++) {
            final int start = group * (SHARING + 2) * HEAD;
            q = join(q, columns(packed, start, SHARING * HEAD));
            k = join(k, columns(packed, start + SHARING * HEAD, HEAD));
            v = join(v, columns(packed, start + (SHARING + 1) * HEAD, HEAD));
        }
        final double[] frequencies = frequencies(1_000_000, HEAD);
        return model.linear(ReferenceAttention.of(HEAD).apply(rotateHalves(q, HEAD, frequencies),
                rotateHalves(k, HEAD, frequencies), v), path + "wo");
    }

    private static double[][] mlp(final TinyModel model, final double[][] x, final String path) {
        return model.linear(multiply(each(model.linear(x, path + "w1"), Maths::silu),
                model.linear(x, path + "w3")), path + "w2");
    }
}
