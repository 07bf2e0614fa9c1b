package dev.ingot.runtime.reference;

import static dev.ingot.runtime.reference.Maths.add;
import static dev.ingot.runtime.reference.Maths.rmsNorm;
import static dev.ingot.runtime.reference.Maths.rotateHalves;
import static dev.ingot.runtime.reference.Maths.scale;

import dev.ingot.runtime.Checkpoint;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * gpt-oss (arXiv 2508.10925): attention sinks, a window on every other layer, YaRN (arXiv 2309.00071) without rounding,
 * experts with biases and a clamped gate.
 */
final class GptOssTest {

    private static final int LAYERS = 2;
    private static final int HIDDEN = 64;
    private static final int HEAD = 16;
    private static final int EXPERTS = 5;
    private static final int CHOSEN = 2;
    private static final int WIDTH = 64;
    private static final int WINDOW = 12;
    private static final double LIMIT = 1.5; // 7 in published models; lower here so that it matters
    private static final double STRETCH = 8;
    private static final double TRAINED = 32;
    private static final double THETA = 150_000;
    private static final double[] E2M1 = {0, 0.5, 1, 1.5, 2, 3, 4, 6};
    private static final String CONFIG = """
            {"architectures": ["GptOssForCausalLM"], "model_type": "gpt_oss", "hidden_size": 64,
             "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2,
             "head_dim": 16, "max_position_embeddings": 256, "initial_context_length": 32, "rope_theta": 150000.0,
             "rope_scaling": {"rope_type": "yarn", "factor": 8.0, "beta_fast": 32.0, "beta_slow": 1.0,
                              "truncate": false, "original_max_position_embeddings": 32},
             "layer_types": ["sliding_attention", "full_attention"], "sliding_window": 12, "vocab_size": 640,
             "eos_token_id": 2, "num_local_experts": 5, "num_experts_per_tok": 2, "experts_per_token": 2,
             "swiglu_limit": 1.5, "rms_norm_eps": 1e-5, "attention_bias": true, "hidden_act": "silu",
             "tie_word_embeddings": false%s}
            """;
    private static final String MXFP4 = """
            , "quantization_config": {"quant_method": "mxfp4", "modules_to_not_convert": ["model.layers.*.self_attn",
            "model.layers.*.mlp.router", "model.embed_tokens", "lm_head"]}""";

    @TempDir
    Path directory;
    private final TinyModel model = new TinyModel(23);

    /** Writes a model of this family. */
    static Path write(final Path target) {
        final var test = new GptOssTest();
        test.fill();
        return test.model.write(target, CONFIG.formatted(""));
    }

    @Test
    void saysWhatThePaperSays() {
        fill();
        check(model.write(directory.resolve("float"), CONFIG.formatted("")));
    }

    @Test
    void readsMxfp4Exactly() {
        fill();
        final Path source = model.write(directory.resolve("mxfp4"), CONFIG.formatted(MXFP4));
        final Path file = source.resolve("model.safetensors");
        final var tensors = new LinkedHashMap<>(Checkpoint.read(file).tensors());
        for (int layer = 0; layer < LAYERS; layer++) {
            final String experts = "model.layers." + layer + ".mlp.experts.";
            pack(tensors, experts + "gate_up_proj", HIDDEN, 2 * WIDTH, layer);
            pack(tensors, experts + "down_proj", WIDTH, HIDDEN, layer + 10);
        }
        new Checkpoint(tensors).write(file);
        check(source);
    }

    private void check(final Path source) {
        new ReferenceCheck(source, this::forward).withExperts().run();
    }

    private void fill() {
        model.tensor("model.embed_tokens.weight", 0, 1, TinyModel.VOCABULARY, HIDDEN);
        for (int layer = 0; layer < LAYERS; layer++) {
            final String path = "model.layers." + layer;
            projection(path + ".self_attn.q_proj", 4 * HEAD, HIDDEN);
            projection(path + ".self_attn.k_proj", 2 * HEAD, HIDDEN);
            projection(path + ".self_attn.v_proj", 2 * HEAD, HIDDEN);
            projection(path + ".self_attn.o_proj", HIDDEN, 4 * HEAD);
            projection(path + ".mlp.router", EXPERTS, HIDDEN);
            model.tensor(path + ".self_attn.sinks", 0, 1, 4)
                    .tensor(path + ".input_layernorm.weight", 1, 0.2, HIDDEN)
                    .tensor(path + ".post_attention_layernorm.weight", 1, 0.2, HIDDEN)
                    .tensor(path + ".mlp.experts.gate_up_proj", 0, 0.15, EXPERTS, HIDDEN, 2 * WIDTH)
                    .tensor(path + ".mlp.experts.gate_up_proj_bias", 0, 0.3, EXPERTS, 2 * WIDTH)
                    .tensor(path + ".mlp.experts.down_proj", 0, 0.15, EXPERTS, WIDTH, HIDDEN)
                    .tensor(path + ".mlp.experts.down_proj_bias", 0, 0.3, EXPERTS, HIDDEN);
        }
        model.tensor("model.norm.weight", 1, 0.2, HIDDEN);
        model.matrix("lm_head.weight", TinyModel.VOCABULARY, HIDDEN);
    }

    private void projection(final String module, final int outputs, final int inputs) {
        model.matrix(module + ".weight", outputs, inputs).tensor(module + ".bias", 0, 0.3, outputs);
    }

    private double[][] forward(final int[] ids) {
        double[][] x = model.rows("model.embed_tokens.weight", ids);
        for (int layer = 0; layer < LAYERS; layer++) {
            final String path = "model.layers." + layer;
            final int window = layer == 0 ? WINDOW : Integer.MAX_VALUE;
            x = add(x, attention(norm(x, path + ".input_layernorm"), path + ".self_attn.", window));
            final double[][] h = norm(x, path + ".post_attention_layernorm");
            x = add(x, Mixture.of(h, model.linear(h, path + ".mlp.router"), CHOSEN, true,
                    (expert, row) -> expert(row, path + ".mlp.experts.", expert)));
        }
        return model.linear(norm(x, "model.norm"), "lm_head");
    }

    private double[][] norm(final double[][] x, final String module) {
        return rmsNorm(x, model.values(module + ".weight"), 1e-5);
    }

    private double[][] attention(final double[][] x, final String path, final int window) {
        final double magnitude = 0.1 * Math.log(STRETCH) + 1;
        final double[][] q = rotateHalves(model.linear(x, path + "q_proj"), HEAD, stretched());
        final double[][] k = rotateHalves(model.linear(x, path + "k_proj"), HEAD, stretched());
        return model.linear(ReferenceAttention.of(HEAD).withWindow(window)
                .withSinks(model.tensor(path + "sinks"))
                .apply(scale(q, magnitude), scale(k, magnitude), model.linear(x, path + "v_proj")),
                path + "o_proj");
    }

    /** Divides slow frequencies, keeps fast ones, and blends those that turn between once and 32 times. */
    private static double[] stretched() {
        final double[] frequencies = Maths.frequencies(THETA, HEAD);
        final double[] result = new double[frequencies.length];
        final double low = Math.clamp(dimension(32), 0, HEAD - 1);
        final double high = Math.clamp(dimension(1), 0, HEAD - 1);
        for (int j = 0; j < result.length; j++) {
            final double slow = Math.clamp((j - low) / (high - low), 0, 1);
            result[j] = frequencies[j] * (slow / STRETCH + 1 - slow);
        }
        return result;
    }

    /** Where a frequency stands that turns so many times during the first training's context. */
    private static double dimension(final double turns) {
        return HEAD / 2.0 * Math.log(TRAINED / (turns * 2 * Math.PI)) / Math.log(THETA);
    }

    private double[] expert(final double[] x, final String path, final int expert) {
        final double[] both = product(path + "gate_up_proj", expert, 2 * WIDTH, x);
        final double[] inner = new double[WIDTH];
        for (int i = 0; i < WIDTH; i++) {
            final double gate = Math.min(both[2 * i], LIMIT);
            final double up = Math.clamp(both[2 * i + 1], -LIMIT, LIMIT);
            inner[i] = gate / (1 + Math.exp(-1.702 * gate)) * (up + 1);
        }
        return product(path + "down_proj", expert, HIDDEN, inner);
    }

    /** Multiplies with one of the matrices of a tensor {@code [experts, inputs, outputs]} and adds its bias. */
    private double[] product(final String tensor, final int expert, final int outputs, final double[] x) {
        final var all = model.tensor(tensor);
        final var bias = model.tensor(tensor + "_bias");
        final double[] result = new double[outputs];
        for (int n = 0; n < outputs; n++) {
            result[n] = bias.at(expert * outputs + n);
            for (int k = 0; k < x.length; k++) {
                result[n] += x[k] * all.at((expert * x.length + k) * outputs + n);
            }
        }
        return result;
    }

    /** Replaces a tensor by random MXFP4 blocks, and its values in the reference by what these stand for. */
    private void pack(final Map<String, Checkpoint.Stored> tensors, final String name,
            final int inputs, final int outputs, final long seed) {
        final var random = new Random(seed);
        final byte[] blocks = new byte[EXPERTS * outputs * inputs / 2];
        final byte[] scales = new byte[EXPERTS * outputs * inputs / 32];
        random.nextBytes(blocks);
        for (int i = 0; i < scales.length; i++) {
            scales[i] = (byte) (127 - 5 + random.nextInt(2));
        }
        final Float[] values = new Float[EXPERTS * outputs * inputs];
        for (int e = 0; e < EXPERTS; e++) {
            for (int n = 0; n < outputs; n++) {
                for (int k = 0; k < inputs; k++) {
                    final int stored = (e * outputs + n) * inputs + k;
                    final int nibble = blocks[stored / 2] >> (4 * (stored % 2)) & 15;
                    final double size = E2M1[nibble & 7] * Math.pow(2, (scales[stored / 32] & 255) - 127);
                    values[(e * inputs + k) * outputs + n] = (float) (nibble > 7 ? -size : size);
                }
            }
        }
        model.replace(name, new ArrayList<>(Arrays.asList(values)));
        tensors.remove(name);
        tensors.put(name + "_blocks", new Checkpoint.Stored("U8", List.of(EXPERTS, outputs, inputs / 32, 16),
                ByteBuffer.wrap(blocks)));
        tensors.put(name + "_scales",
                new Checkpoint.Stored("U8", List.of(EXPERTS, outputs, inputs / 32), ByteBuffer.wrap(scales)));
    }
}
