package dev.ingot.decoder;

import dev.ingot.MatrixRole;
import dev.ingot.onnx.Attribute;
import dev.ingot.onnx.Dimension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A layer of experts. Each expert's matrices are products of their own, in whatever format the precision or the
 * checkpoint has; a product of no rows costs next to nothing, so that only chosen experts are computed.
 *
 * <pre>
 * [positions] -> rows sorted by expert -> gate and up of each -> activation of all -> down of each -> weighted sum
 * </pre>
 *
 * <p>All this is the body of an If whose condition always holds: ONNX Runtime's time to load a graph grows with the
 * square of the nodes in it, those of nested graphs counted by themselves, and a condition that it cannot evaluate
 * beforehand keeps it from dissolving the If.
 */
final class Experts implements FeedForward {

    private final GraphBuilder graph;
    private final Linear linear;
    private final ExpertsSpec spec;
    private final Mlp dense;
    private final Router router;
    private final int hidden;
    private final String length;
    private Optional<String> always = Optional.empty();

    /**
     * Prepares experts.
     *
     * @param dense  for the layers without
     * @param length name of a number that is never 0, though nothing says so before the graph runs
     */
    Experts(final GraphBuilder graph, final Linear linear, final DecoderSpec decoder, final Mlp dense,
            final String length) {
        this.graph = graph;
        this.length = length;
        this.linear = linear;
        this.spec = decoder.experts();
        this.dense = dense;
        this.hidden = decoder.config().hiddenSize();
        this.router = new Router(graph, linear, spec, hidden);
    }

    @Override
    public String add(final int layer, final String input, final LayerWeights weights) {
        if (!spec.sparse().test(layer)) {
            return dense.add(layer, input, weights);
        }
        final String path = "/model/layers." + layer + "/mlp";
        return graph.branches(path, always(),
                List.of(Dimension.of("batch_size"), Dimension.of("sequence_length"), Dimension.of(hidden)),
                () -> mixture(path, input, weights), () -> graph.onnx(path, "Identity", input));
    }

    private String always() {
        if (always.isEmpty()) {
            always = Optional.of(graph.onnx("/model/experts", "Greater", length, graph.int64(0)));
        }
        return always.get();
    }

    private String mixture(final String path, final String input, final LayerWeights weights) {
        final String positions = graph.onnx(path + "/positions", "Reshape", input, graph.int64s(-1, hidden));
        final var choice = router.add(path + "/router", positions, weights);
        final var dispatch = new Dispatch(graph, path, choice.experts(), spec);
        final String inner = activated(path, each(dispatch, "gate_up", dispatch.sorted(positions),
                (expert, rows) -> gateAndUp(path, expert, rows, weights)));
        final String outer = each(dispatch, "down", inner,
                (expert, rows) -> down(path, expert, rows, weights));
        final String sum = weighted(path + "/combined", dispatch.restored(outer), choice.weights());
        return graph.onnx(path + "/combined", "Reshape", sum,
                graph.onnx(path + "/combined", "Shape", input));
    }

    private String each(final Dispatch dispatch, final String stage, final String sorted,
            final BiFunction<Integer, String, String> product) {
        final List<String> runs = dispatch.runs(stage, sorted);
        final var products = new ArrayList<String>();
        for (int expert = 0; expert < runs.size(); expert++) {
            products.add(product.apply(expert, runs.get(expert)));
        }
        return dispatch.joined(stage, products);
    }

    private String gateAndUp(final String path, final int expert, final String rows,
            final LayerWeights weights) {
        final String module = "mlp.experts." + expert + ".";
        final int width = spec.width();
        final var matrix = spec.clamp().isPresent()
                ? weights.matrix(module + "gate_up_proj", 2 * width, hidden)
                : StackedMatrix.of(List.of(weights.matrix(module + "gate_proj", width, hidden),
                        weights.matrix(module + "up_proj", width, hidden)));
        return linear.product(MatrixRole.MLP, path + "/experts." + expert + "/gate_up_proj", rows, matrix,
                weights.bias(spec.bias(), module + "gate_up_proj", 2 * width));
    }

    private String down(final String path, final int expert, final String rows, final LayerWeights weights) {
        final String module = "mlp.experts." + expert + ".down_proj";
        return linear.product(MatrixRole.MLP, path + "/experts." + expert + "/down_proj", rows,
                weights.matrix(module, hidden, spec.width()), weights.bias(spec.bias(), module, hidden));
    }

    private String activated(final String path, final String gateAndUp) {
        if (spec.clamp().isPresent()) {
            return clamped(path + "/act_fn", gateAndUp, spec.clamp().get());
        }
        final List<String> halves = graph.onnx(path + "/act_fn", "Split", 2,
                Map.of("axis", new Attribute.Int(-1)), gateAndUp, graph.int64s(spec.width(), spec.width()));
        return graph.onnx(path, "Mul", dense.activation(path + "/act_fn", halves.get(0)), halves.get(1));
    }

    private String clamped(final String path, final String gateAndUp, final ExpertsSpec.Clamp clamp) {
        final String pairs = graph.onnx(path + "/pairs", "Reshape", gateAndUp,
                graph.int64s(-1, spec.width(), 2));
        final List<String> parts = graph.onnx(path, "Split", 2, Map.of("axis", new Attribute.Int(-1)), pairs,
                graph.int64s(1, 1));
        final String limit = graph.real(clamp.limit());
        final String gate = graph.onnx(path + "/gate", "Min", parts.get(0), limit);
        final String up = graph.onnx(path + "/up", "Clip", parts.get(1), graph.real(-clamp.limit()), limit);
        final String open = graph.onnx(path + "/gate", "Sigmoid",
                graph.scaled(path + "/steep", gate, clamp.alpha()));
        final String gated = graph.onnx(path + "/gate", "Mul", gate, open);
        final String product = graph.onnx(path, "Mul", gated, graph.onnx(path + "/up", "Add", up,
                graph.real(1)));
        return graph.onnx(path + "/joined", "Reshape", product, graph.int64s(-1, spec.width()));
    }

    private String weighted(final String path, final String rows, final String weights) {
        final String ofPositions = graph.onnx(path + "/rows", "Reshape", rows,
                graph.int64s(-1, spec.chosen(), hidden));
        return graph.onnx(path, "MatMul", graph.onnx(path, "Unsqueeze", weights, graph.int64s(1)),
                ofPositions);
    }
}
