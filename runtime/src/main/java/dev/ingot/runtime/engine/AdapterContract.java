package dev.ingot.runtime.engine;

import dev.ingot.adapter.AdapterInputs;
import dev.ingot.adapter.AdapterParameter;
import dev.ingot.error.ModelFormatException;
import dev.ingot.onnx.Dimension;
import dev.ingot.onnx.OnnxPatch;
import dev.ingot.onnx.ValueInfo;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What adapters of a graph must be like: every tensor is for an optional input, one that has a default in the graph, of
 * its type and shape.
 *
 * @param optional those inputs, by name
 * @param products what is known of them when Ingot has written the graph
 */
record AdapterContract(Map<String, ValueInfo> optional, AdapterInputs products) {

    static AdapterContract of(final OnnxPatch graph, final Path file) {
        final var optional = new LinkedHashMap<String, ValueInfo>();
        for (final String name : graph.inputNames()) {
            if (graph.initializerShape(name).isPresent()) {
                graph.input(name).ifPresent(input -> optional.put(name, input));
            }
        }
        return new AdapterContract(optional,
                AdapterInputs.parse(file, graph.metadata().getOrDefault(AdapterInputs.KEY, "")));
    }

    /** Checks the tensors of an adapter. */
    void check(final Path source, final List<AdapterParameter> parameters) {
        final var byName = new LinkedHashMap<String, AdapterParameter>();
        parameters.forEach(parameter -> byName.put(parameter.name(), parameter));
        byName.values().forEach(parameter -> check(source, parameter));
        for (final AdapterInputs.Product product : products.products()) {
            final long first = rank(byName.get(product.nameOfA()), 1);
            final long second = rank(byName.get(product.nameOfB()), 0);
            if (first != second) {
                throw ModelFormatException.of(source, product.name(), "two factors of the same rank",
                        first + " and " + second);
            }
        }
    }

    private static long rank(final @Nullable AdapterParameter parameter, final int dimension) {
        return parameter == null ? 0 : parameter.shape().get(dimension);
    }

    private void check(final Path source, final AdapterParameter parameter) {
        final ValueInfo input = optional.get(parameter.name());
        if (input == null) {
            throw ModelFormatException.of(source, parameter.name(), "tensors that the model has an input for",
                    "one that it has none for");
        }
        if (parameter.type() != input.type() || !fits(parameter.shape(), input.shape())) {
            throw ModelFormatException.of(source, parameter.name(), input.type() + " " + text(input.shape()),
                    parameter.type() + " " + parameter.shape());
        }
    }

    private static boolean fits(final List<Long> shape, final List<Dimension> declared) {
        if (shape.size() != declared.size()) {
            return false;
        }
        for (int i = 0; i < shape.size(); i++) {
            if (declared.get(i) instanceof Dimension.Fixed(long size) && size != shape.get(i)) {
                return false;
            }
        }
        return true;
    }

    private static List<String> text(final List<Dimension> shape) {
        return shape.stream().map(dimension -> switch (dimension) {
            case Dimension.Fixed(long size) -> String.valueOf(size);
            case Dimension.Symbolic(String name) -> name;
        }).toList();
    }
}
