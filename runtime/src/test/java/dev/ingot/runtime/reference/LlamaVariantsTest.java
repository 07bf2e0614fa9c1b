package dev.ingot.runtime.reference;

import static dev.ingot.runtime.reference.Maths.frequencies;
import static dev.ingot.runtime.reference.Maths.rotateHalves;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What models of Llama's architecture name do differently from Llama: biases, sizes of heads, stored leftovers. */
final class LlamaVariantsTest {

    private static final int LAYERS = 2;
    private static final int HIDDEN = 48;
    private static final int INNER = 80;
    private static final String BARE = """
            {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 48, "intermediate_size": 80,
             "num_hidden_layers": 2, "num_attention_heads": 3, "max_position_embeddings": 128, "vocab_size": 640,
             "eos_token_id": 2 MORE}
            """;

    @TempDir
    Path directory;
    private final TinyModel model = new TinyModel(6);

    @Test
    void everyProjectionMayHaveABias() {
        addEnds(false);
        for (int layer = 0; layer < LAYERS; layer++) {
            final String path = "model.layers." + layer;
            addLayer(path, 48, 16);
            model.bias(path + ".self_attn.q_proj.bias", 48).bias(path + ".self_attn.k_proj.bias", 16)
                    .bias(path + ".self_attn.v_proj.bias", 16).bias(path + ".self_attn.o_proj.bias", HIDDEN)
                    .bias(path + ".mlp.gate_proj.bias", INNER).bias(path + ".mlp.up_proj.bias", INNER)
                    .bias(path + ".mlp.down_proj.bias", HIDDEN);
        }
        check(", \"attention_bias\": true, \"mlp_bias\": true, \"num_key_value_heads\": 1", 16, 1e4,
                "lm_head");
    }

    @Test
    void headsMayBeWiderThanTheModel() {
        addEnds(false);
        for (int layer = 0; layer < LAYERS; layer++) {
            addLayer("model.layers." + layer, 96, 32);
        }
        check(", \"head_dim\": 32, \"num_key_value_heads\": 1", 32, 1e4, "lm_head");
    }

    /** As SmolLM 2 is stored: tied, theta of its own. */
    @Test
    void embeddingAndHeadMayBeOneMatrix() {
        addEnds(true);
        for (int layer = 0; layer < LAYERS; layer++) {
            addLayer("model.layers." + layer, 48, 48);
        }
        check(", \"tie_word_embeddings\": true, \"rope_theta\": 100000", 16, 1e5,
                "model.embed_tokens");
    }

    /** As TinyLlama and older conversions are stored: with the buffer of rotary frequencies. */
    @Test
    void storedRotaryFrequenciesAreSkipped() {
        addEnds(false);
        for (int layer = 0; layer < LAYERS; layer++) {
            addLayer("model.layers." + layer, 48, 48);
            model.tensor("model.layers." + layer + ".self_attn.rotary_emb.inv_freq", 0, 1, 8);
        }
        check(", \"num_key_value_heads\": 3", 16, 1e4, "lm_head");
    }

    private void addEnds(final boolean tied) {
        model.tensor("model.embed_tokens.weight", 0, 1, TinyModel.VOCABULARY, HIDDEN)
                .norm("model.norm.weight", 1, HIDDEN);
        if (!tied) {
            model.matrix("lm_head.weight", TinyModel.VOCABULARY, HIDDEN);
        }
    }

    private void addLayer(final String path, final int queryWidth, final int keyWidth) {
        model.matrix(path + ".self_attn.q_proj.weight", queryWidth, HIDDEN)
                .matrix(path + ".self_attn.k_proj.weight", keyWidth, HIDDEN)
                .matrix(path + ".self_attn.v_proj.weight", keyWidth, HIDDEN)
                .matrix(path + ".self_attn.o_proj.weight", HIDDEN, queryWidth)
                .matrix(path + ".mlp.gate_proj.weight", INNER, HIDDEN)
                .matrix(path + ".mlp.up_proj.weight", INNER, HIDDEN)
                .matrix(path + ".mlp.down_proj.weight", HIDDEN, INNER)
                .norm(path + ".input_layernorm.weight", 1, HIDDEN)
                .norm(path + ".post_attention_layernorm.weight", 1, HIDDEN);
    }

    private void check(final String keys, final int headSize, final double theta, final String head) {
        final double[] frequencies = frequencies(theta, headSize);
        final var reference = new LlamaLike(model, LAYERS, 1e-6, head,
                x -> rotateHalves(x, headSize, frequencies), ReferenceAttention.of(headSize));
        new ReferenceCheck(model.config(BARE.replace("MORE", keys)).write(directory.resolve("llama")),
                reference::forward)
                .run();
    }
}
