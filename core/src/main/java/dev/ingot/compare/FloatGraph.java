package dev.ingot.compare;

import dev.ingot.foreign.GraphMatrices;
import dev.ingot.foreign.StoredBlocks;
import dev.ingot.quantize.WeightMatrix;
import java.util.Optional;

/** The floats of an ONNX model. */
record FloatGraph(GraphMatrices graph) implements FloatMatrices {

    @Override
    public Optional<WeightMatrix> like(final StoredBlocks matrix) {
        return graph.floatsLike(matrix);
    }

    @Override
    public boolean complete() {
        return false; // It may be quantized itself, in part or altogether.
    }

    @Override
    public void close() {
        graph.close();
    }
}
