package dev.ingot.gguf;

import dev.ingot.error.UnsupportedModelException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The models that can be read from GGUF: how llama.cpp names and stores their tensors (its constants.py and
 * convert_hf_to_gguf.py), and what their classes are called in config.json.
 */
enum GgufArchitecture {
    /** Also Mistral and everything else that llama.cpp runs as a Llama. */
    LLAMA("llama", "LlamaForCausalLM", true), QWEN2("qwen2", "Qwen2ForCausalLM", false), QWEN3("qwen3",
            "Qwen3ForCausalLM", false);

    private static final Pattern LAYER = Pattern
            .compile("model\\.layers\\.(\\d+)\\.(.+)\\.(weight|bias)");
    private static final Pattern BLOCK = Pattern.compile("blk\\.(\\d+)\\.(.+)\\.(weight|bias)");
    private static final Map<String, String> ENDS = Map.of("model.embed_tokens.weight", "token_embd.weight",
            "model.norm.weight", "output_norm.weight", "lm_head.weight", "output.weight");
    private static final Map<String, String> MODULES = Map.ofEntries(
            Map.entry("input_layernorm", "attn_norm"),
            Map.entry("self_attn.q_proj", "attn_q"), Map.entry("self_attn.k_proj", "attn_k"),
            Map.entry("self_attn.v_proj", "attn_v"), Map.entry("self_attn.o_proj", "attn_output"),
            Map.entry("self_attn.q_norm", "attn_q_norm"), Map.entry("self_attn.k_norm", "attn_k_norm"),
            Map.entry("post_attention_layernorm", "ffn_norm"), Map.entry("mlp.gate_proj", "ffn_gate"),
            Map.entry("mlp.up_proj", "ffn_up"), Map.entry("mlp.down_proj", "ffn_down"));
    private static final Map<String, String> ENDS_BACK = inverse(ENDS);
    private static final Map<String, String> MODULES_BACK = inverse(MODULES);

    private final String label;
    private final String className;
    private final boolean interleaved;

    GgufArchitecture(final String label, final String className, final boolean interleaved) {
        this.label = label;
        this.className = className;
        this.interleaved = interleaved;
    }

    private static Map<String, String> inverse(final Map<String, String> map) {
        return map.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));
    }

    static GgufArchitecture of(final GgufMetadata metadata) {
        final String key = "general.architecture";
        final String name = metadata.requiredString(key);
        return Arrays.stream(values()).filter(architecture -> architecture.label.equals(name)).findFirst()
                .orElseThrow(() -> new UnsupportedModelException(metadata.file() + ": " + key
                        + ": expected " + Arrays.stream(values()).map(GgufArchitecture::label)
                                .collect(Collectors.joining(", "))
                        + ", found " + name));
    }

    /** The name in the file, which is also the model type of transformers. */
    String label() {
        return label;
    }

    /** The class of transformers. */
    String className() {
        return className;
    }

    /**
     * Whether the two halves of each head of this tensor, which are rotated together, are stored row by row in turn
     * instead of one after the other.
     */
    boolean isInterleaved(final String name) {
        return interleaved && (name.contains(".self_attn.q_proj.") || name.contains(".self_attn.k_proj."));
    }

    /** The name in a GGUF file of a tensor of transformers. */
    Optional<String> stored(final String name) {
        final Matcher layer = LAYER.matcher(name);
        return layer.matches()
                ? Optional.ofNullable(MODULES.get(layer.group(2)))
                        .map(module -> "blk." + layer.group(1) + "." + module + "." + layer.group(3))
                : Optional.ofNullable(ENDS.get(name));
    }

    /** The name in transformers of a tensor of a GGUF file, which is kept when there is none. */
    String logical(final String name) {
        final Matcher block = BLOCK.matcher(name);
        if (block.matches()) {
            final String module = MODULES_BACK.get(block.group(2));
            return module == null
                    ? name
                    : "model.layers." + block.group(1) + "." + module + "." + block.group(3);
        }
        return ENDS_BACK.getOrDefault(name, name);
    }
}
