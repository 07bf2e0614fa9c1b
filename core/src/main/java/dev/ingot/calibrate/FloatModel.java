package dev.ingot.calibrate;

import dev.ingot.decoder.Decoder;
import dev.ingot.decoder.PlannedTensor;
import dev.ingot.error.UnsupportedModelException;
import dev.ingot.genai.DecoderNames;
import dev.ingot.onnx.Graph;
import dev.ingot.onnx.Node;
import dev.ingot.quantize.FloatRows;
import dev.ingot.quantize.RowWorkers;
import dev.ingot.quantize.WeightMatrix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A decoder planned in floats: its slices, and where the weights of each come from. */
final class FloatModel {

    private final Graph graph;
    private final Map<String, PlannedTensor> tensors = new HashMap<>(); // by name of the graph's constant
    private final Node lookup;

    FloatModel(final Decoder decoder) {
        this.graph = Branches.dissolved(decoder.graph());
        for (final PlannedTensor tensor : decoder.tensors()) {
            switch (tensor) {
                case PlannedTensor.Floats floats -> tensors.put(floats.place().name(), floats);
                case PlannedTensor.Computed computed -> tensors.put(computed.place().name(), computed);
                case PlannedTensor.Packed packed -> throw new UnsupportedModelException(packed.name()
                        + ": calibrated quantization needs a checkpoint of floats, found quantized weights");
                case PlannedTensor.Indices _,PlannedTensor.Copied _ -> {
                    // Belong to weights that are quantized.
                }
            }
        }
        this.lookup = graph.nodes().stream()
                .filter(node -> node.type().equals("Gather")
                        && node.inputs().get(1).equals(DecoderNames.DEFAULT.inputIds()))
                .findFirst().orElseThrow(() -> new IllegalStateException("no lookup of the input ids"));
    }

    Graph graph() {
        return graph;
    }

    /** The value that the layers begin with. */
    String embedded() {
        return lookup.outputs().getFirst();
    }

    /** The width of the embedding, and of all that travels between layers. */
    int width() {
        return embedding().columns();
    }

    private WeightMatrix embedding() {
        return floats(lookup.inputs().getFirst()).source();
    }

    /** The matrix behind a constant. */
    PlannedTensor.Floats floats(final String constant) {
        if (tensors.get(constant) instanceof PlannedTensor.Floats floats) {
            return floats;
        }
        throw new IllegalStateException(constant + " is no matrix");
    }

    /** Cuts the model; taps what some matrices multiply. */
    List<Slice> slices(final Set<String> wanted) {
        final var widths = new HashMap<String, Integer>();
        wanted.stream().filter(name -> tensors.get(name) instanceof PlannedTensor.Floats)
                .forEach(name -> widths.put(name, floats(name).source().columns()));
        return Slicer.cut(graph, embedded(), widths);
    }

    /** Reads what a slice multiplies with. */
    SliceWeights load(final Slice slice, final RowWorkers workers) {
        final var weights = new SliceWeights(workers);
        boolean done = false;
        try {
            slice.nodes().stream().flatMap(node -> node.inputs().stream()).distinct()
                    .filter(tensors::containsKey).map(tensors::get).forEach(weights::load);
            done = true;
            return weights;
        } finally {
            if (!done) {
                weights.close();
            }
        }
    }

    /** Looks tokens up. */
    void embed(final int[] tokens, final MemorySegment target) {
        final WeightMatrix matrix = embedding();
        final long row = (long) matrix.columns() * Float.BYTES;
        for (int i = 0; i < tokens.length; i++) {
            try (var arena = Arena.ofConfined()) {
                FloatRows.toFloat(matrix.rows(tokens[i], 1, arena), target.asSlice(i * row, row));
            }
        }
    }
}
