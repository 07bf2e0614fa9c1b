package dev.ingot.calibrate;

import dev.ingot.Calibration.Value;
import dev.ingot.decoder.PlannedTensor;
import dev.ingot.decoder.WeightWriter;
import dev.ingot.onnx.Tensor;
import dev.ingot.quantize.RowWorkers;
import dev.ingot.quantize.WeightMatrix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/** The weights of one slice in native memory, as floats. */
final class SliceWeights implements AutoCloseable {

    private static final long ALIGNMENT = 64;

    private final Arena arena = Arena.ofShared();
    private final RowWorkers workers;
    private final Map<String, Value> values = new HashMap<>();

    SliceWeights(final RowWorkers workers) {
        this.workers = workers;
    }

    /** Reads a tensor. */
    void load(final PlannedTensor tensor) {
        switch (tensor) {
            case PlannedTensor.Floats floats -> write(floats.place(), floats);
            case PlannedTensor.Computed computed -> write(computed.place(), computed);
            case PlannedTensor.Packed _,PlannedTensor.Indices _,PlannedTensor.Copied _ ->
                throw new IllegalStateException(tensor.name() + " is not planned as floats");
        }
    }

    private void write(final Tensor.External place, final PlannedTensor tensor) {
        final MemorySegment memory = arena.allocate(place.length(), ALIGNMENT);
        values.put(place.name(), new Value(Value.Type.FLOAT, memory, place.shape()));
        write(tensor, place, memory);
    }

    private void write(final PlannedTensor tensor, final Tensor.External place, final MemorySegment memory) {
        try (var writer = WeightWriter.toMemory(memory, place.offset(), workers)) {
            writer.write(tensor);
        }
    }

    /** Puts another matrix, {@code [N, K]}, into the place of one that is loaded. */
    void replace(final PlannedTensor.Floats old, final WeightMatrix matrix) {
        final var value = values.get(old.place().name());
        if (value == null) {
            throw new IllegalArgumentException(old.place().name() + " is not loaded");
        }
        write(new PlannedTensor.Floats(matrix, old.transposed(), old.place()), old.place(), value.data());
    }

    /** What is loaded, by name of the graph's constant. */
    Map<String, Value> values() {
        return Map.copyOf(values);
    }

    @Override
    public void close() {
        arena.close();
    }
}
