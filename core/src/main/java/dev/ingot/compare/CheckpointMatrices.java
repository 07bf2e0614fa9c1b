package dev.ingot.compare;

import dev.ingot.Precision;
import dev.ingot.decoder.BlockNodes;
import dev.ingot.decoder.Decoder;
import dev.ingot.decoder.PlannedTensor;
import dev.ingot.foreign.StoredBlocks;
import dev.ingot.hf.HfModel;
import dev.ingot.quantize.WeightMatrix;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The floats of a checkpoint, stacked as a conversion stacks them. Planning a quantized export gives every matrix the
 * name that it has in each of them, and reads no weight.
 */
final class CheckpointMatrices implements FloatMatrices {

    private final HfModel model;
    private final Map<String, WeightMatrix> byName;

    private CheckpointMatrices(final HfModel model, final Map<String, WeightMatrix> byName) {
        this.model = model;
        this.byName = byName;
    }

    static CheckpointMatrices open(final Path directory, final Optional<Path> adapter) {
        final HfModel base = HfModel.open(directory);
        boolean done = false;
        try {
            final HfModel model = adapter.map(base::withAdapter).orElse(base);
            final var byName = new HashMap<String, WeightMatrix>();
            for (final var tensor : Decoder.plan(model.config(), model.weights(), Precision.INT4).tensors()) {
                if (tensor instanceof PlannedTensor.Packed packed) {
                    byName.put(BlockNodes.withoutBits(packed.blocks().name()), packed.source().matrix());
                }
            }
            done = true;
            return new CheckpointMatrices(model, byName);
        } finally {
            if (!done) {
                base.close();
            }
        }
    }

    @Override
    public Optional<WeightMatrix> like(final StoredBlocks matrix) {
        return Optional.ofNullable(byName.get(matrix.name()));
    }

    @Override
    public boolean complete() {
        return true;
    }

    @Override
    public void close() {
        model.close();
    }
}
