package dev.ingot.hf;

import dev.ingot.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which {@code model_type} the classes of transformers have. A file whose two names contradict each other would get the
 * graph of one family with the defaults of another.
 */
final class ModelClasses {

    private static final String TYPE = "model_type";

    private static final Map<String, String> TYPES = Map.ofEntries(Map.entry("LlamaForCausalLM", "llama"),
            Map.entry("MistralForCausalLM", "mistral"), Map.entry("Qwen2ForCausalLM", "qwen2"),
            Map.entry("Qwen3ForCausalLM", "qwen3"), Map.entry("Qwen3MoeForCausalLM", "qwen3_moe"),
            Map.entry("SmolLM3ForCausalLM", "smollm3"), Map.entry("GraniteForCausalLM", "granite"),
            Map.entry("OlmoForCausalLM", "olmo"), Map.entry("Olmo2ForCausalLM", "olmo2"),
            Map.entry("Ernie4_5ForCausalLM", "ernie4_5"), Map.entry("NemotronForCausalLM", "nemotron"),
            Map.entry("InternLM2ForCausalLM", "internlm2"), Map.entry("GemmaForCausalLM", "gemma"),
            Map.entry("Gemma2ForCausalLM", "gemma2"), Map.entry("Gemma3ForCausalLM", "gemma3_text"),
            Map.entry("Gemma3ForConditionalGeneration", "gemma3_text"), Map.entry("PhiForCausalLM", "phi"),
            Map.entry("Phi3ForCausalLM", "phi3"), Map.entry("GptOssForCausalLM", "gpt_oss"));

    /** Types of whole models whose text model has another. */
    private static final Map<String, String> WHOLE = Map.of("Gemma3ForConditionalGeneration", "gemma3");

    private ModelClasses() {}

    /** The classes whose type is known. */
    static Set<String> names() {
        return TYPES.keySet();
    }

    /**
     * Refuses a file that names the class of one family and the type of another.
     *
     * @param architecture the class; one that is not known has no type to compare
     * @param text         the text model's object
     * @throws dev.ingot.error.ModelFormatException if they differ
     */
    static void check(final String architecture, final JsonObject text) {
        check(architecture, TYPES.get(architecture), text);
    }

    /**
     * Refuses a file whose text model lies in an object of its own when the type of the whole model is another class's.
     *
     * @param architecture the class; one that is not known has no type to compare
     * @param whole        what is around the text model's object
     * @throws dev.ingot.error.ModelFormatException if they differ
     */
    static void checkWhole(final String architecture, final JsonObject whole) {
        check(architecture, WHOLE.getOrDefault(architecture, TYPES.get(architecture)), whole);
    }

    private static void check(final String architecture, final @Nullable String expected,
            final JsonObject json) {
        final Optional<String> type = json.string(TYPE);
        if (expected != null && type.isPresent() && !type.get().equals(expected)) {
            throw json.wrong(TYPE, "\"" + expected + "\", the type of " + architecture + " in architectures",
                    type.get());
        }
    }
}
