package dev.ingot.runtime.reference;

import static dev.ingot.runtime.reference.Maths.add;
import static dev.ingot.runtime.reference.Maths.each;
import static dev.ingot.runtime.reference.Maths.multiply;
import static dev.ingot.runtime.reference.Maths.rmsNorm;

import java.util.function.UnaryOperator;

/**
 * The forward pass of Llama (arXiv 2302.13971) over a model with Llama's names, for families that differ from it in one
 * place only.
 *
 * @param model    its tensors
 * @param layers   number of layers
 * @param epsilon  of the norms
 * @param head     matrix that gives the scores, {@code lm_head} or {@code model.embed_tokens}
 * @param rotation of queries and keys
 * @param heads    attention over rotated queries and keys
 */
record LlamaLike(TinyModel model, int layers, double epsilon, String head,
        UnaryOperator<double[][]> rotation, ReferenceAttention heads) {

    double[][] forward(final int[] ids) {
        double[][] x = model.rows("model.embed_tokens.weight", ids);
        for (int layer = 0; layer < layers; layer++) {
            final String path = "model.layers." + layer;
            x = add(x, attention(normed(x, path + ".input_layernorm"), path + ".self_attn."));
            x = add(x, mlp(normed(x, path + ".post_attention_layernorm"), path + ".mlp."));
        }
        return model.linear(normed(x, "model.norm"), head);
    }

    private double[][] normed(final double[][] x, final String module) {
        return rmsNorm(x, model.values(module + ".weight"), epsilon);
    }

    private double[][] attention(final double[][] x, final String path) {
        return model.linear(heads.apply(rotation.apply(model.linear(x, path + "q_proj")),
                rotation.apply(model.linear(x, path + "k_proj")), model.linear(x, path + "v_proj")),
                path + "o_proj");
    }

    private double[][] mlp(final double[][] x, final String path) {
        return model.linear(multiply(each(model.linear(x, path + "gate_proj"), Maths::silu),
                model.linear(x, path + "up_proj")), path + "down_proj");
    }
}
