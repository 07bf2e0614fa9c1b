package dev.ingot.foundry.doctor;

import dev.ingot.error.IngotException;
import dev.ingot.genai.GenaiConfig;
import dev.ingot.genai.GenaiDecoder;
import dev.ingot.onnx.Dimension;
import dev.ingot.onnx.OnnxPatch;
import dev.ingot.onnx.ValueInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Whether genai_config.json says the sizes that the graph has: layers, heads, their size, the vocabulary. */
final class GraphSizeCheck implements ModelCheck {

    @Override
    public void look(final ModelFolder model, final Consumer<Finding> findings) {
        model.genai().ifPresent(config -> model.graph().ifPresent(graph -> {
            final int layers = layers(config.decoder(), graph);
            if (layers > 0) {
                compare(model, config, sizes(config, graph, layers), findings);
            }
        }));
    }

    /** Returns how many layers have a cache under the names that the configuration gives; 0 for other names. */
    static int layers(final GenaiDecoder decoder, final OnnxPatch graph) {
        final List<String> inputs = graph.inputNames();
        int layers = 0;
        while (inputs.contains(decoder.names().pastKey(layers))) {
            layers++;
        }
        return layers;
    }

    private static Map<String, Long> sizes(final GenaiConfig config, final OnnxPatch graph,
            final int layers) {
        final var sizes = new LinkedHashMap<String, Long>();
        sizes.put("model.decoder.num_hidden_layers", (long) layers);
        value(() -> graph.input(config.decoder().names().pastKey(0))).filter(key -> key.shape().size() == 4)
                .ifPresent(key -> {
                    fixed(key, 1).ifPresent(size -> sizes.put("model.decoder.num_key_value_heads", size));
                    fixed(key, 3).ifPresent(size -> sizes.put("model.decoder.head_size", size));
                });
        value(() -> graph.output(config.decoder().names().logits())).filter(it -> !it.shape().isEmpty())
                .flatMap(logits -> fixed(logits, logits.shape().size() - 1))
                .ifPresent(size -> sizes.put("model.vocab_size", size));
        return sizes;
    }

    /** A value of a type that nobody here knows has no sizes to compare. */
    static Optional<ValueInfo> value(final Supplier<Optional<ValueInfo>> reading) {
        try {
            return reading.get();
        } catch (IngotException e) {
            System.getLogger(GraphSizeCheck.class.getName()).log(System.Logger.Level.DEBUG, "no sizes", e);
            return Optional.empty();
        }
    }

    private static Optional<Long> fixed(final ValueInfo value, final int axis) {
        return value.shape().get(axis) instanceof Dimension.Fixed fixed
                ? Optional.of(fixed.size())
                : Optional.empty();
    }

    private static void compare(final ModelFolder model, final GenaiConfig config,
            final Map<String, Long> sizes,
            final Consumer<Finding> findings) {
        final var decoder = config.decoder();
        final Map<String, Integer> said = Map.of("model.decoder.num_hidden_layers", decoder.layers(),
                "model.decoder.num_key_value_heads", decoder.keyValueHeads(), "model.decoder.head_size",
                decoder.headSize(), "model.vocab_size", config.vocabSize());
        sizes.forEach((key, size) -> {
            final long found = said.getOrDefault(key, 0);
            if (found != size) {
                findings.accept(Finding.of(Fault.SIZES_CONTRADICT_GRAPH, model.file(ModelFolder.GENAI))
                        .line(model.line(ModelFolder.GENAI, key))
                        .expected(key + " to be " + size + ", as the graph has it")
                        .found(String.valueOf(found))
                        .repair(Repair.json(model.file(ModelFolder.GENAI), "write " + key + " as " + size,
                                edit -> edit.set(key, size))));
            }
        });
    }
}
