package dev.ingot.hf;

import dev.ingot.error.UnsupportedModelException;
import dev.ingot.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Which layers attend to a sliding window, in Hugging Face's meaning: the number of most recent positions, the
 * current one included. An explicit {@code layer_types} rules; else the period of the family.
 *
 * @param windows one per layer; empty for full attention
 */
public record LayerWindows(List<OptionalInt> windows) {

    private static final String WINDOW = "sliding_window";
    private static final String USE_WINDOW = "use_sliding_window";
    private static final String LAYER_TYPES = "layer_types";
    private static final int MAX_WINDOW = Integer.MAX_VALUE;
    private static final int DEFAULT_WINDOW = 4096;

    /** Copies the list. */
    public LayerWindows {
        windows = List.copyOf(windows);
    }

    /**
     * Returns the windows of a model.
     *
     * @param config its configuration
     * @return one entry per layer
     * @throws dev.ingot.error.ModelFormatException if the keys contradict each other
     * @throws UnsupportedModelException            if a layer has another kind of attention
     */
    public static LayerWindows of(final ModelConfig config) {
        final OptionalInt window = window(config);
        final Optional<List<String>> types = config.json().strings(LAYER_TYPES);
        final IntPredicate sliding = types.isPresent()
                ? explicit(config, types.get(), window)
                : window.isPresent() ? period(config) : layer -> false;
        return new LayerWindows(IntStream.range(0, config.layers())
                .mapToObj(layer -> sliding.test(layer) ? window : OptionalInt.empty()).toList());
    }

    /**
     * Tells whether any layer has a window.
     *
     * @return true if so
     */
    public boolean any() {
        return windows.stream().anyMatch(OptionalInt::isPresent);
    }

    private static OptionalInt window(final ModelConfig config) {
        final JsonObject json = config.json();
        final OptionalInt given = new ConfigValues(json).optionalSize(WINDOW, MAX_WINDOW);
        final boolean absent = !json.keys().contains(WINDOW);
        if (isOff(config)) {
            return OptionalInt.empty();
        }
        return switch (config.modelType()) {
            case "mistral", "gemma2", "gemma3_text", "qwen2", "qwen3", "qwen3_moe" ->
                absent ? OptionalInt.of(DEFAULT_WINDOW) : given;
            case "gpt_oss" -> absent ? OptionalInt.of(128) : given;
            case "phi3", "smollm3" -> given;
            default -> json.has(LAYER_TYPES) ? given : OptionalInt.empty();
        };
    }

    /** The trap of published Qwen files: a window is given together with the statement that it is not used. */
    private static boolean isOff(final ModelConfig config) {
        return switch (config.modelType()) {
            case "qwen2", "qwen3", "qwen3_moe", "smollm3" -> !config.json().bool(USE_WINDOW).orElse(false);
            default -> false;
        };
    }

    private static IntPredicate explicit(final ModelConfig config, final List<String> types,
            final OptionalInt window) {
        if (types.size() != config.layers()) {
            throw config.json().wrong(LAYER_TYPES, "a list of " + config.layers() + ", one per layer", types);
        }
        for (final String type : types) {
            if (!"full_attention".equals(type) && !"sliding_attention".equals(type)) {
                throw new UnsupportedModelException(config.json().file() + ": " + LAYER_TYPES
                        + ": expected full_attention or sliding_attention, found \"" + type + "\"");
            }
        }
        if (window.isEmpty() && !isOff(config) && types.contains("sliding_attention")) {
            throw config.json().missing(WINDOW, "the size of the window that " + LAYER_TYPES + " asks for");
        }
        return layer -> window.isPresent() && "sliding_attention".equals(types.get(layer));
    }

    private static IntPredicate period(final ModelConfig config) {
        final JsonObject json = config.json();
        return switch (config.modelType()) {
            case "qwen2", "qwen3" -> {
                final int first = json.integer("max_window_layers").orElse(28);
                yield layer -> layer >= first;
            }
            case "smollm3" -> {
                final int period = new ConfigValues(json).optionalSize("no_rope_layer_interval", MAX_WINDOW)
                        .orElse(4);
                final List<Integer> rotated = json.integers("no_rope_layers");
                yield layer -> layer < rotated.size() ? rotated.get(layer) == 0 : (layer + 1) % period == 0;
            }
            case "gemma2", "gpt_oss" -> layer -> layer % 2 == 0;
            case "gemma3_text" -> {
                final var values = new ConfigValues(json);
                final int period = values.optionalSize("sliding_window_pattern", MAX_WINDOW)
                        .orElse(values.optionalSize("_sliding_window_pattern", MAX_WINDOW).orElse(6));
                yield layer -> (layer + 1) % period != 0;
            }
            default -> layer -> true;
        };
    }
}
