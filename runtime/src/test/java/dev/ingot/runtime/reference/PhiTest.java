package dev.ingot.runtime.reference;

import static dev.ingot.runtime.reference.Maths.add;
import static dev.ingot.runtime.reference.Maths.each;
import static dev.ingot.runtime.reference.Maths.frequencies;
import static dev.ingot.runtime.reference.Maths.layerNorm;
import static dev.ingot.runtime.reference.Maths.rotateHalves;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Phi-1.5 and 2 (arXiv 2309.05463): like GPT-J, attention and MLP read the same layer norm and are added together; part
 * of each head is rotated; every projection has a bias.
 */
final class PhiTest {

    private static final int LAYERS = 2;
    private static final int HIDDEN = 160;
    private static final int INNER = 192;
    private static final int HEAD = 80;
    private static final int ROTATED = 32;
    private static final String CONFIG = """
            {"architectures": ["PhiForCausalLM"], "model_type": "phi", "hidden_size": 160, "intermediate_size": 192,
             "num_hidden_layers": 2, "num_attention_heads": 2, "num_key_value_heads": null, "hidden_act": "gelu_new",
             "partial_rotary_factor": 0.4, "qk_layernorm": false, "layer_norm_eps": 1e-05, "rope_scaling": null,
             "max_position_embeddings": 128, "rope_theta": 10000.0, "tie_word_embeddings": false, "vocab_size": 640,
             "eos_token_id": 2}
            """;

    @TempDir
    Path directory;

    @Test
    void saysWhatTheModelCardSays() {
        check(model());
    }

    /** With {@code qk_layernorm} each head of queries and keys is normed before the rotation. */
    @Test
    void normsHeadsWhereTheConfigurationSaysSo() {
        final TinyModel model = model()
                .config(CONFIG.replace("\"qk_layernorm\": false", "\"qk_layernorm\": true"));
        for (int layer = 0; layer < LAYERS; layer++) {
            for (final String norm : List.of("q_layernorm", "k_layernorm")) {
                norm(model, "model.layers." + layer + ".self_attn." + norm, HEAD);
            }
        }
        check(model);
    }

    private void check(final TinyModel model) {
        new ReferenceCheck(model.write(directory.resolve("phi")), ids -> forward(model, ids)).run();
    }

    /** Makes the model. */
    static TinyModel model() {
        final var model = new TinyModel(12);
        model.tensor("model.embed_tokens.weight", 0, 1, TinyModel.VOCABULARY, HIDDEN);
        for (int layer = 0; layer < LAYERS; layer++) {
            final String path = "model.layers." + layer;
            norm(model, path + ".input_layernorm", HIDDEN);
            linear(model, path + ".self_attn.q_proj", HIDDEN, HIDDEN);
            linear(model, path + ".self_attn.k_proj", HIDDEN, HIDDEN);
            linear(model, path + ".self_attn.v_proj", HIDDEN, HIDDEN);
            linear(model, path + ".self_attn.dense", HIDDEN, HIDDEN);
            linear(model, path + ".mlp.fc1", INNER, HIDDEN);
            linear(model, path + ".mlp.fc2", HIDDEN, INNER);
        }
        norm(model, "model.final_layernorm", HIDDEN);
        linear(model, "lm_head", TinyModel.VOCABULARY, HIDDEN);
        return model.config(CONFIG);
    }

    private static void linear(final TinyModel model, final String module, final int outputs,
            final int inputs) {
        model.matrix(module + ".weight", outputs, inputs).tensor(module + ".bias", 0, 0.2, outputs);
    }

    private static void norm(final TinyModel model, final String module, final int length) {
        model.tensor(module + ".weight", 1, 0.2, length).tensor(module + ".bias", 0, 0.2, length);
    }

    private static double[][] forward(final TinyModel model, final int[] ids) {
        double[][] x = model.rows("model.embed_tokens.weight", ids);
        for (int layer = 0; layer < LAYERS; layer++) {
            final String path = "model.layers." + layer;
            final double[][] normed = normed(model, x, path + ".input_layernorm");
            x = add(x,
                    add(attention(model, normed, path + ".self_attn."), mlp(model, normed, path + ".mlp.")));
        }
        return model.linear(normed(model, x, "model.final_layernorm"), "lm_head");
    }

    private static double[][] normed(final TinyModel model, final double[][] x, final String module) {
        return layerNorm(x, model.values(module + ".weight"), model.values(module + ".bias"), 1e-5);
    }

    private static double[][] attention(final TinyModel model, final double[][] x, final String path) {
        final double[] frequencies = frequencies(10_000, ROTATED);
        return model.linear(ReferenceAttention.of(HEAD).apply(
                rotateHalves(heads(model, x, path + "q"), HEAD, frequencies),
                rotateHalves(heads(model, x, path + "k"), HEAD, frequencies),
                model.linear(x, path + "v_proj")), path + "dense");
    }

    /** Queries or keys, each head normed where the model has a norm for them. */
    private static double[][] heads(final TinyModel model, final double[][] x, final String path) {
        final double[][] projected = model.linear(x, path + "_proj");
        return model.has(path + "_layernorm.weight")
                ? Arrays.stream(projected).map(row -> normedHeads(model, row, path + "_layernorm"))
                        .toArray(double[][]::new)
                : projected;
    }

    private static double[] normedHeads(final TinyModel model, final double[] row, final String module) {
        final double[][] heads = new double[row.length / HEAD][];
        Arrays.setAll(heads, head -> Arrays.copyOfRange(row, head * HEAD, (head + 1) * HEAD));
        return Arrays.stream(normed(model, heads, module)).flatMapToDouble(Arrays::stream).toArray();
    }

    private static double[][] mlp(final TinyModel model, final double[][] x, final String path) {
        return model.linear(each(model.linear(x, path + "fc1"), Maths::geluTanh), path + "fc2");
    }
}
