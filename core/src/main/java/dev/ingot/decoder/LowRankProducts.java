package dev.ingot.decoder;

import dev.ingot.adapter.AdapterInputs;
import dev.ingot.adapter.AdapterInputs.Part;
import dev.ingot.adapter.AdapterInputs.Product;
import dev.ingot.onnx.Dimension;
import dev.ingot.onnx.ElementType;
import dev.ingot.onnx.Tensor;
import dev.ingot.onnx.ValueInfo;
import dev.ingot.quantize.WeightMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Low-rank products beside those with weights, for adapters that are switched while a model runs. Their factors are graph
 * inputs with a default of rank 0: a sum of nothing, so that nothing is added unless an adapter is active. Not
 * thread-safe.
 */
final class LowRankProducts {

    private static final String WEIGHT = ".weight";
    private static final String HEAD = "lm_head";

    private final GraphBuilder graph;
    private final Set<String> modules;
    private final List<Product> products = new ArrayList<>();

    /**
     * Begins.
     *
     * @param graph   to be added to
     * @param modules that adapters change, in canonical spelling
     */
    LowRankProducts(final GraphBuilder graph, final Set<String> modules) {
        this.graph = graph;
        this.modules = modules;
    }

    /** Adds the low-rank product of whatever modules a weight is made of, and returns the sum. */
    String add(final String path, final String input, final String product, final WeightMatrix weight) {
        return add(path, input, product, weight.columns(), parts(weight, 0, weight.rows()));
    }

    /** Adds that of the head, whose matrix may be the embedding's. */
    String addHead(final String path, final String input, final String product, final WeightMatrix weight) {
        return add(path, input, product, weight.columns(),
                List.of(new Part(HEAD, 0, weight.rows(), weight.rows())));
    }

    private String add(final String path, final String input, final String product, final int width,
            final List<Part> parts) {
        if (parts.stream().noneMatch(part -> modules.contains(part.module()))) {
            return product;
        }
        final var added = new Product(path.substring(1).replace('/', '.'), width,
                parts.stream().mapToInt(Part::count).sum(), parts);
        products.add(added);
        final String first = graph.onnx(path + "/lora_A", "MatMul", input, added.nameOfA());
        final String second = graph.onnx(path + "/lora_B", "MatMul", first, added.nameOfB());
        return graph.onnx(path + "/lora", "Add", product, second);
    }

    /** What rows of a matrix are made of: modules of the checkpoint, or ranges of them. */
    private static List<Part> parts(final WeightMatrix weight, final int first, final int count) {
        return switch (weight) {
            case StackedMatrix stacked -> stackedParts(stacked.parts(), first, count);
            case PackedStack stacked -> stackedParts(stacked.parts(), first, count);
            case RowRange range -> parts(range.matrix(), range.first() + first, count);
            case PackedRange range -> parts(range.matrix(), range.first() + first, count);
            default -> List.of(new Part(module(weight.name()), first, count, weight.rows()));
        };
    }

    private static List<Part> stackedParts(final List<? extends WeightMatrix> stacked, final int first,
            final int count) {
        final var parts = new ArrayList<Part>();
        int start = 0;
        for (final WeightMatrix part : stacked) {
            final int from = Math.max(first, start);
            final int to = Math.min(first + count, start + part.rows());
            if (from < to) {
                parts.addAll(parts(part, from - start, to - from));
            }
            start += part.rows();
        }
        return parts;
    }

    private static String module(final String tensor) {
        return AdapterInputs.canonical(tensor.endsWith(WEIGHT)
                ? tensor.substring(0, tensor.length() - WEIGHT.length())
                : tensor);
    }

    AdapterInputs inputs() {
        return new AdapterInputs(products);
    }

    /** The graph's inputs. */
    List<ValueInfo> values() {
        final var values = new ArrayList<ValueInfo>();
        for (final Product product : products) {
            final var rank = Dimension.of(product.name() + ".rank");
            values.add(new ValueInfo(product.nameOfA(), ElementType.FLOAT,
                    List.of(Dimension.of(product.inputs()), rank)));
            values.add(new ValueInfo(product.nameOfB(), ElementType.FLOAT,
                    List.of(rank, Dimension.of(product.outputs()))));
        }
        return values;
    }

    /** What they are when nothing is fed. */
    List<Tensor> defaults() {
        final var defaults = new ArrayList<Tensor>();
        for (final Product product : products) {
            defaults.add(
                    Tensor.Inline.of(product.nameOfA(), List.of((long) product.inputs(), 0L), new float[0]));
            defaults.add(
                    Tensor.Inline.of(product.nameOfB(), List.of(0L, (long) product.outputs()), new float[0]));
        }
        return defaults;
    }
}
