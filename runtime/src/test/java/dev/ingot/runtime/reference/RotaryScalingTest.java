package dev.ingot.runtime.reference;

import static dev.ingot.runtime.reference.Maths.add;
import static dev.ingot.runtime.reference.Maths.each;
import static dev.ingot.runtime.reference.Maths.frequencies;
import static dev.ingot.runtime.reference.Maths.multiply;
import static dev.ingot.runtime.reference.Maths.rmsNorm;
import static dev.ingot.runtime.reference.Maths.rotateHalves;
import static dev.ingot.runtime.reference.Maths.scale;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ways to stretch the rotary frequencies, on Llama's decoder (arXiv 2302.13971). */
final class RotaryScalingTest {

    private static final int LAYERS = 2;
    private static final int HIDDEN = 64;
    private static final int INNER = 96;
    private static final int HEAD = 32;
    private static final double THETA = 10_000;
    private static final double[] PLAIN = frequencies(THETA, HEAD);
    private static final String CONFIG = """
            {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 64, "intermediate_size": 96,
             "num_hidden_layers": 2, "num_attention_heads": 2, "num_key_value_heads": 1, "hidden_act": "silu",
             "max_position_embeddings": 256, "rms_norm_eps": 1e-05, "vocab_size": 640, "eos_token_id": 2, ROTARY}
            """;

    @TempDir
    Path directory;
    private final TinyModel model = new TinyModel(13);

    /** Position interpolation, arXiv 2306.15595. */
    @Test
    void linearDividesAllFrequencies() {
        final double[] expected = Arrays.stream(PLAIN).map(f -> f / 4).toArray();
        check(expected, 1,
                "\"rope_theta\": 10000.0, \"rope_scaling\": {\"type\": \"linear\", \"factor\": 4.0}");
    }

    @Test
    void linearMayStandInTheNewerPlace() {
        final double[] expected = Arrays.stream(PLAIN).map(f -> f / 3).toArray();
        check(expected, 1,
                "\"rope_parameters\": {\"rope_type\": \"linear\", \"factor\": 3.0, \"rope_theta\": 10000.0}");
    }

    /** NTK-aware scaling begins where the model's context ends, which an exported model does not exceed. */
    @Test
    void dynamicChangesNothingWithinTheContext() {
        check(PLAIN, 1,
                "\"rope_theta\": 10000.0, \"rope_scaling\": {\"type\": \"dynamic\", \"factor\": 2.0}");
    }

    @Test
    void yarnDividesSlowFrequenciesAndSharpensTheAttention() {
        check(yarn(4, 64, 32, 1), 0.1 * Math.log(4) + 1,
                "\"rope_theta\": 10000.0, \"rope_scaling\": {\"type\":"
                        + " \"yarn\", \"factor\": 4.0, \"original_max_position_embeddings\": 64}");
    }

    @Test
    void yarnTakesItsBordersAndItsSharpnessFromTheFile() {
        check(yarn(8, 32, 4, 0.5), 1.5, "\"rope_parameters\": {\"rope_type\": \"yarn\", \"factor\": 8.0,"
                + " \"original_max_position_embeddings\": 32, \"beta_fast\": 4.0, \"beta_slow\": 0.5,"
                + " \"attention_factor\": 1.5, \"rope_theta\": 10000.0}");
    }

    /**
     * YaRN (arXiv 2309.00071) as its authors wrote it: the dimensions that turn {@code fast} and {@code slow} times over
     * the original context bound a linear ramp from kept to divided frequencies.
     */
    private static double[] yarn(final double factor, final double original, final double fast,
            final double slow) {
        final double kept = Math.max(0, Math.floor(turning(fast, original)));
        final double divided = Math.min(HEAD - 1, Math.ceil(turning(slow, original)));
        return IntStream.range(0, HEAD / 2).mapToDouble(j -> {
            final double share = Math.min(1, Math.max(0, (j - kept) / (divided - kept)));
            return PLAIN[j] * (1 - share + share / factor);
        }).toArray();
    }

    /** Solves {@code original / (2 pi theta^(2d / HEAD)) = turns} for the dimension d. */
    private static double turning(final double turns, final double original) {
        return HEAD / 2.0 * Math.log(original / (2 * Math.PI * turns)) / Math.log(THETA);
    }

    private void check(final double[] frequencies, final double magnitude, final String settings) {
        model.tensor("model.embed_tokens.weight", 0, 1, TinyModel.VOCABULARY, HIDDEN);
        for (int layer = 0; layer < LAYERS; layer++) {
            final String path = "model.layers." + layer;
            model.tensor(path + ".input_layernorm.weight", 1, 0.2, HIDDEN)
                    .tensor(path + ".post_attention_layernorm.weight", 1, 0.2, HIDDEN)
                    .matrix(path + ".self_attn.q_proj.weight", HIDDEN, HIDDEN)
                    .matrix(path + ".self_attn.k_proj.weight", HEAD, HIDDEN)
                    .matrix(path + ".self_attn.v_proj.weight", HEAD, HIDDEN)
                    .matrix(path + ".self_attn.o_proj.weight", HIDDEN, HIDDEN)
                    .matrix(path + ".mlp.gate_proj.weight", INNER, HIDDEN)
                    .matrix(path + ".mlp.up_proj.weight", INNER, HIDDEN)
                    .matrix(path + ".mlp.down_proj.weight", HIDDEN, INNER);
        }
        model.tensor("model.norm.weight", 1, 0.2, HIDDEN).matrix("lm_head.weight", TinyModel.VOCABULARY,
                HIDDEN);
        new ReferenceCheck(model.write(directory.resolve("llama"), CONFIG.replace("ROTARY", settings)),
                ids -> forward(ids, frequencies, magnitude)).run();
    }

    private double[][] forward(final int[] ids, final double[] frequencies, final double magnitude) {
        double[][] x = model.rows("model.embed_tokens.weight", ids);
        for (int layer = 0; layer < LAYERS; layer++) {
            final String path = "model.layers." + layer;
            final double[][] forAttention = norm(x, path + ".input_layernorm");
            final String attention = path + ".self_attn.";
            final double[][] q = rotateHalves(model.linear(forAttention, attention + "q_proj"), HEAD,
                    frequencies);
            final double[][] k = rotateHalves(model.linear(forAttention, attention + "k_proj"), HEAD,
                    frequencies);
            final double[][] v = model.linear(forAttention, attention + "v_proj");
            x = add(x,
                    model.linear(
                            ReferenceAttention.of(HEAD).apply(scale(q, magnitude), scale(k, magnitude), v),
                            attention + "o_proj"));
            final double[][] forMlp = norm(x, path + ".post_attention_layernorm");
            x = add(x, model.linear(multiply(each(model.linear(forMlp, path + ".mlp.gate_proj"), Maths::silu),
                    model.linear(forMlp, path + ".mlp.up_proj")), path + ".mlp.down_proj"));
        }
        return model.linear(norm(x, "model.norm"), "lm_head");
    }

    private double[][] norm(final double[][] x, final String module) {
        return rmsNorm(x, model.values(module + ".weight"), 1e-5);
    }
}
