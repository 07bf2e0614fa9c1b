package dev.ingot.gguf;

import dev.ingot.error.UnsupportedModelException;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The models that can be read from GGUF: how llama.cpp names and stores their tensors (its convert_hf_to_gguf.py), and
 * what they are called in config.json.
 */
enum GgufArchitecture {
    /** Also Mistral and everything else that llama.cpp runs as a Llama. */
    LLAMA("llama", "llama", "LlamaForCausalLM", true),
    /** Qwen 2 and 2.5. */
    QWEN2("qwen2", "qwen2", "Qwen2ForCausalLM", false),
    /** Qwen 3, dense. */
    QWEN3("qwen3", "qwen3", "Qwen3ForCausalLM", false),
    /** Qwen 3 with experts in every layer. */
    QWEN3MOE("qwen3moe", "qwen3_moe", "Qwen3MoeForCausalLM", false),
    /** The first Gemma. */
    GEMMA("gemma", "gemma", "GemmaForCausalLM", false),
    /** Gemma 2. */
    GEMMA2("gemma2", "gemma2", "Gemma2ForCausalLM", false),
    /** Gemma 3, and the text part of its multimodal form. */
    GEMMA3("gemma3", "gemma3_text", "Gemma3ForCausalLM", false),
    /** Phi 3, 3.5, 4 and 4-mini. */
    PHI3("phi3", "phi3", "Phi3ForCausalLM", false),
    /** Granite, dense. */
    GRANITE("granite", "granite", "GraniteForCausalLM", true),
    /** OLMo 2. */
    OLMO2("olmo2", "olmo2", "Olmo2ForCausalLM", false),
    /** SmolLM 3. */
    SMOLLM3("smollm3", "smollm3", "SmolLM3ForCausalLM", true);

    private final String label;
    private final String modelType;
    private final String className;
    private final boolean inTurn;

    GgufArchitecture(final String label, final String modelType, final String className,
            final boolean inTurn) {
        this.label = label;
        this.modelType = modelType;
        this.className = className;
        this.inTurn = inTurn;
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

    /** The name in the file, with which its keys begin. */
    String label() {
        return label;
    }

    /** The model type of transformers. */
    String modelType() {
        return modelType;
    }

    /** The class of transformers. */
    String className() {
        return className;
    }

    /** What its tensors are called. */
    TensorNames names() {
        return switch (this) {
            case LLAMA, QWEN2, QWEN3, GEMMA, GRANITE, SMOLLM3 -> TensorNames.PLAIN;
            case GEMMA2, GEMMA3, OLMO2 -> TensorNames.NORMED_BEHIND;
            case PHI3 -> TensorNames.FUSED;
            case QWEN3MOE -> TensorNames.EXPERTS;
        };
    }

    /** Whether it is one of the Gemmas. */
    boolean isGemma() {
        return this == GEMMA || this == GEMMA2 || this == GEMMA3;
    }

    /**
     * Whether the two halves of each head of this tensor, which are rotated together, are stored row by row in turn
     * instead of one after the other.
     */
    boolean isInTurn(final String name) {
        return inTurn && (name.contains(".self_attn.q_proj.") || name.contains(".self_attn.k_proj."));
    }

    /** Whether this tensor is stored with the one added that transformers adds to it when it computes. */
    boolean isFromOne(final String name) {
        return isGemma() && name.endsWith("norm.weight");
    }
}
