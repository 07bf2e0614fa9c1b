package dev.ingot.runtime.reference;

import static dev.ingot.runtime.reference.Maths.add;
import static dev.ingot.runtime.reference.Maths.each;
import static dev.ingot.runtime.reference.Maths.frequencies;
import static dev.ingot.runtime.reference.Maths.multiply;
import static dev.ingot.runtime.reference.Maths.rmsNorm;
import static dev.ingot.runtime.reference.Maths.rmsNormHeads;
import static dev.ingot.runtime.reference.Maths.rotateHalves;

import java.nio.file.Path;
import java.util.Arrays;

/** A small Qwen 3 MoE (arXiv 2505.09388): Qwen 3 whose MLPs are experts, on every layer or some. */
public final class QwenMixture {

    /** Number of layers. */
    public static final int LAYERS = 3;
    /** Width of the model. */
    public static final int HIDDEN = 64;
    /** Experts of a layer. */
    public static final int EXPERTS = 6;
    /** Width of an expert. */
    public static final int WIDTH = 48;

    private static final int INNER = 96;
    private static final int HEAD = 16;
    private static final int CHOSEN = 2;
    private static final double EPSILON = 1e-6;

    private final TinyModel model = new TinyModel(13);
    private final boolean normalized;
    private final boolean together;
    private final String kinds;

    /**
     * Makes one with seeded random weights.
     *
     * @param normalized whether the weights of the chosen experts sum to one
     * @param together   whether all experts of a layer lie in one tensor
     * @param kinds      a letter per layer: A for experts, D for a dense MLP
     */
    QwenMixture(final boolean normalized, final boolean together, final String kinds) {
        this.normalized = normalized;
        this.together = together;
        this.kinds = kinds;
        fill();
    }

    /** Makes one with experts on every layer, each in tensors of its own. */
    public QwenMixture() {
        this(true, false, "AAA");
    }

    /** Returns its weights. */
    public TinyModel weights() {
        return model;
    }

    /** Writes it as a model directory. */
    public Path write(final Path target) {
        return write(target, 1, "[]");
    }

    Path write(final Path target, final int step, final String dense) {
        return model.write(target, config(normalized, step, dense));
    }

    private void fill() {
        model.tensor("model.embed_tokens.weight", 0, 1, TinyModel.VOCABULARY, HIDDEN);
        for (int layer = 0; layer < LAYERS; layer++) {
            addAttention("model.layers." + layer);
            if (kinds.charAt(layer) == 'A') {
                addExperts("model.layers." + layer + ".mlp.");
            } else {
                addGated("model.layers." + layer + ".mlp.", INNER);
            }
        }
        model.tensor("model.norm.weight", 1, 0.2, HIDDEN);
        model.matrix("lm_head.weight", TinyModel.VOCABULARY, HIDDEN);
    }

    private static String config(final boolean norm, final int step, final String dense) {
        return """
                {"architectures": ["Qwen3MoeForCausalLM"], "model_type": "qwen3_moe", "hidden_size": 64,
                 "intermediate_size": 96, "num_hidden_layers": 3, "num_attention_heads": 4, "num_key_value_heads": 2,
                 "head_dim": 16, "max_position_embeddings": 128, "rope_theta": 1000000.0, "vocab_size": 640,
                 "eos_token_id": 2, "num_experts": 6, "num_experts_per_tok": 2, "moe_intermediate_size": 48,
                 "norm_topk_prob": %s, "decoder_sparse_step": %d, "mlp_only_layers": %s, "rms_norm_eps": 1e-6,
                 "tie_word_embeddings": false}
                """
                .formatted(norm, step, dense);
    }

    private void addAttention(final String path) {
        model.matrix(path + ".self_attn.q_proj.weight", 4 * HEAD, HIDDEN)
                .matrix(path + ".self_attn.k_proj.weight", 2 * HEAD, HIDDEN)
                .matrix(path + ".self_attn.v_proj.weight", 2 * HEAD, HIDDEN)
                .matrix(path + ".self_attn.o_proj.weight", HIDDEN, 4 * HEAD)
                .tensor(path + ".self_attn.q_norm.weight", 1, 0.2, HEAD)
                .tensor(path + ".self_attn.k_norm.weight", 1, 0.2, HEAD)
                .tensor(path + ".input_layernorm.weight", 1, 0.2, HIDDEN)
                .tensor(path + ".post_attention_layernorm.weight", 1, 0.2, HIDDEN);
    }

    private void addExperts(final String path) {
        model.tensor(path + "gate.weight", 0, 0.3, EXPERTS, HIDDEN);
        if (together) {
            model.tensor(path + "experts.gate_up_proj", 0, 1 / Math.sqrt(HIDDEN), EXPERTS, 2 * WIDTH, HIDDEN)
                    .tensor(path + "experts.down_proj", 0, 1 / Math.sqrt(WIDTH), EXPERTS, HIDDEN, WIDTH);
            return;
        }
        for (int expert = 0; expert < EXPERTS; expert++) {
            addGated(path + "experts." + expert + ".", WIDTH);
        }
    }

    private void addGated(final String path, final int width) {
        model.matrix(path + "gate_proj.weight", width, HIDDEN).matrix(path + "up_proj.weight", width, HIDDEN)
                .matrix(path + "down_proj.weight", HIDDEN, width);
    }

    /** From token ids to the logits of every position. */
    public double[][] forward(final int[] ids) {
        double[][] x = model.rows("model.embed_tokens.weight", ids);
        for (int layer = 0; layer < LAYERS; layer++) {
            final String path = "model.layers." + layer;
            x = add(x, attention(norm(x, path + ".input_layernorm"), path + ".self_attn."));
            final double[][] h = norm(x, path + ".post_attention_layernorm");
            final String mlp = path + ".mlp.";
            x = add(x, kinds.charAt(layer) == 'D'
                    ? gated(h, mlp)
                    : Mixture.of(h, model.linear(h, mlp + "gate"), CHOSEN, normalized,
                            (expert, row) -> expert(row, mlp + "experts.", expert)));
        }
        return model.linear(norm(x, "model.norm"), "lm_head");
    }

    private double[][] norm(final double[][] x, final String module) {
        return rmsNorm(x, model.values(module + ".weight"), EPSILON);
    }

    private double[][] attention(final double[][] x, final String path) {
        final double[] frequencies = frequencies(1e6, HEAD);
        final double[][] q = rmsNormHeads(model.linear(x, path + "q_proj"),
                model.values(path + "q_norm.weight"), EPSILON);
        final double[][] k = rmsNormHeads(model.linear(x, path + "k_proj"),
                model.values(path + "k_norm.weight"), EPSILON);
        return model.linear(ReferenceAttention.of(HEAD).apply(rotateHalves(q, HEAD, frequencies),
                rotateHalves(k, HEAD, frequencies), model.linear(x, path + "v_proj")), path + "o_proj");
    }

    private double[][] gated(final double[][] x, final String path) {
        return model.linear(multiply(each(model.linear(x, path + "gate_proj"), Maths::silu),
                model.linear(x, path + "up_proj")), path + "down_proj");
    }

    private double[] expert(final double[] x, final String path, final int expert) {
        if (!together) {
            return gated(new double[][]{x}, path + expert + ".")[0];
        }
        final double[] both = product(path + "gate_up_proj", expert, 2 * WIDTH, x);
        final double[] inner = new double[WIDTH];
        Arrays.setAll(inner, i -> Maths.silu(both[i]) * both[WIDTH + i]);
        return product(path + "down_proj", expert, HIDDEN, inner);
    }

    /** Multiplies with one of the matrices of a tensor {@code [experts, outputs, inputs]}. */
    private double[] product(final String tensor, final int expert, final int outputs, final double[] x) {
        final var all = model.tensor(tensor);
        final double[] result = new double[outputs];
        for (int n = 0; n < outputs; n++) {
            for (int k = 0; k < x.length; k++) {
                result[n] += x[k] * all.at((expert * outputs + n) * x.length + k);
            }
        }
        return result;
    }
}
