package dev.ingot.hf;

import dev.ingot.error.UnsupportedModelException;
import dev.ingot.json.JsonObject;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration classes of transformers (5.12) assume for keys that config.json leaves out.
 *
 * @param modelType  {@code model_type}
 * @param epsilonKey key of the norms' epsilon; empty where the class has a constant
 * @param epsilon    its default, or the constant
 * @param theta      base of the rotary frequencies
 * @param tied       whether head and embedding share a matrix
 * @param kvHeads    key-value heads; 0 for as many as query heads
 * @param headSize   size of a head; 0 for hidden size / heads
 * @param partial    rotated share of a head
 * @param activation function of the MLP
 */
record FamilyDefaults(String modelType, String epsilonKey, double epsilon, double theta, boolean tied,
        int kvHeads,
        int headSize, double partial, String activation) {

    private static final String RMS = "rms_norm_eps";
    private static final String SILU = "silu";
    private static final String GELU_TANH = "gelu_pytorch_tanh";

    private static final Map<String, FamilyDefaults> FAMILIES = Arrays.stream(new FamilyDefaults[]{
            new FamilyDefaults("llama", RMS, 1e-6, 1e4, false, 0, 0, 1, SILU),
            new FamilyDefaults("mistral", RMS, 1e-6, 1e4, false, 8, 0, 1, SILU),
            new FamilyDefaults("qwen2", RMS, 1e-6, 1e4, false, 32, 0, 1, SILU),
            new FamilyDefaults("qwen3", RMS, 1e-6, 1e4, false, 32, 128, 1, SILU),
            new FamilyDefaults("qwen3_moe", RMS, 1e-6, 1e4, false, 4, 0, 1, SILU),
            new FamilyDefaults("phi3", RMS, 1e-5, 1e4, false, 0, 0, 1, SILU),
            new FamilyDefaults("phi", "layer_norm_eps", 1e-5, 1e4, false, 0, 0, 0.5, "gelu_new"),
            new FamilyDefaults("gemma", RMS, 1e-6, 1e4, true, 16, 256, 1, GELU_TANH),
            new FamilyDefaults("gemma2", RMS, 1e-6, 1e4, true, 4, 256, 1, GELU_TANH),
            new FamilyDefaults("gemma3_text", RMS, 1e-6, 1e6, true, 4, 256, 1, GELU_TANH),
            new FamilyDefaults("smollm3", RMS, 1e-6, 2e6, true, 4, 0, 1, SILU),
            new FamilyDefaults("granite", RMS, 1e-6, 1e4, false, 0, 0, 1, SILU),
            // Its layer norm has 1e-5 in the code; the configuration has no key for it, whatever a file says.
            new FamilyDefaults("olmo", "", 1e-5, 1e4, false, 0, 0, 1, SILU),
            new FamilyDefaults("olmo2", RMS, 1e-5, 1e4, false, 0, 0, 1, SILU),
            new FamilyDefaults("ernie4_5", RMS, 1e-5, 5e5, true, 2, 128, 1, SILU),
            new FamilyDefaults("nemotron", "norm_eps", 1e-5, 1e4, false, 0, 128, 0.5, "relu2"),
            new FamilyDefaults("internlm2", RMS, 1e-6, 1e4, false, 0, 0, 1, SILU),
            new FamilyDefaults("gpt_oss", RMS, 1e-5, 1.5e5, false, 8, 64, 1, SILU)
    }).collect(Collectors.toUnmodifiableMap(FamilyDefaults::modelType, Function.identity()));

    /** Sizes that some published files leave out. */
    private static final Map<String, Map<String, Integer>> SIZES = Map.of("gemma3_text",
            Map.of("num_attention_heads", 8, "vocab_size", 262_208, "max_position_embeddings", 131_072),
            "phi3", Map.of("original_max_position_embeddings", 4096));

    private static final Set<String> PARTLY_ROTATED = Set.of("phi", "phi3", "nemotron");

    private static final double GPT_OSS_FACTOR = 32;
    private static final RotaryScaling GPT_OSS_SCALING = new RotaryScaling.Yarn(GPT_OSS_FACTOR, 32, 1, false,
            RotaryScalingReader.mscale(GPT_OSS_FACTOR, 1), 4096);

    /** A size that may be missing, or empty when it is required. */
    OptionalInt size(final String key) {
        final @Nullable Integer size = SIZES.getOrDefault(modelType, Map.of()).get(key);
        return size == null ? OptionalInt.empty() : OptionalInt.of(size);
    }

    /** How rotary frequencies are stretched where the file has no settings for it. */
    RotaryScaling scaling() {
        return "gpt_oss".equals(modelType) ? GPT_OSS_SCALING : new RotaryScaling.None();
    }

    /** Whether the class has heads of which only a part is rotated; all others have no meaning for such a share. */
    boolean rotatesParts() {
        return PARTLY_ROTATED.contains(modelType);
    }

    static FamilyDefaults of(final JsonObject config) {
        final String type = config.string("model_type")
                .orElseThrow(() -> config.missing("model_type", "the name of a model family"));
        final var family = FAMILIES.get(type);
        if (family == null) {
            throw new UnsupportedModelException(config.file() + ": model_type: expected one of "
                    + String.join(", ", new TreeMap<>(FAMILIES).keySet()) + ", found \"" + type + "\"");
        }
        return family;
    }

    /** The activation; Gemma has two keys for it, of which the newer one rules. */
    String activation(final JsonObject config) {
        return config.string("hidden_activation")
                .or(() -> modelType.startsWith("gemma")
                        ? Optional.empty()
                        : config.string("hidden_act"))
                .orElse(activation);
    }
}
