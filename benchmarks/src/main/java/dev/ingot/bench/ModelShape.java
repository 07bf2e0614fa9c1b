package dev.ingot.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The measures of a Qwen2 decoder with tied embeddings.
 *
 * @param hidden        elements of a hidden state
 * @param layers        number of layers
 * @param heads         query heads
 * @param keyValueHeads key and value heads
 * @param intermediate  elements inside the feed-forward part
 * @param vocabulary    rows of the embedding
 */
record ModelShape(int hidden, int layers, int heads, int keyValueHeads, int intermediate, int vocabulary) {

    /** Qwen2.5-0.5B: 494 million weights, 988 MB as bf16. */
    static final ModelShape QWEN25_HALF_BILLION = new ModelShape(896, 24, 14, 2, 4864, 151_936);

    ModelShape withLayers(final int count) {
        return new ModelShape(hidden, count, heads, keyValueHeads, intermediate, vocabulary);
    }

    int headSize() {
        return hidden / heads;
    }

    /** Shapes by tensor name, in the order of the file. */
    Map<String, List<Integer>> tensors() {
        final var result = new LinkedHashMap<String, List<Integer>>();
        result.put("model.embed_tokens.weight", List.of(vocabulary, hidden));
        for (int layer = 0; layer < layers; layer++) {
            addLayer(result, "model.layers." + layer + ".");
        }
        result.put("model.norm.weight", List.of(hidden));
        return result;
    }

    private void addLayer(final Map<String, List<Integer>> result, final String layer) {
        final int keyValue = keyValueHeads * headSize();
        result.put(layer + "input_layernorm.weight", List.of(hidden));
        result.put(layer + "self_attn.q_proj.weight", List.of(hidden, hidden));
        result.put(layer + "self_attn.q_proj.bias", List.of(hidden));
        result.put(layer + "self_attn.k_proj.weight", List.of(keyValue, hidden));
        result.put(layer + "self_attn.k_proj.bias", List.of(keyValue));
        result.put(layer + "self_attn.v_proj.weight", List.of(keyValue, hidden));
        result.put(layer + "self_attn.v_proj.bias", List.of(keyValue));
        result.put(layer + "self_attn.o_proj.weight", List.of(hidden, hidden));
        result.put(layer + "post_attention_layernorm.weight", List.of(hidden));
        result.put(layer + "mlp.gate_proj.weight", List.of(intermediate, hidden));
        result.put(layer + "mlp.up_proj.weight", List.of(intermediate, hidden));
        result.put(layer + "mlp.down_proj.weight", List.of(hidden, intermediate));
    }
}
