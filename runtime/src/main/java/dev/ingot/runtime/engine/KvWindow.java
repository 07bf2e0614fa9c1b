package dev.ingot.runtime.engine;

import ai.onnxruntime.OnnxTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Neighbouring slots of a pool as ONNX Runtime sees them: each layer's block of them is both an input and an output of a
 * step. What else a step reads and writes is put into the same maps. For one thread at a time.
 */
final class KvWindow implements AutoCloseable {

    private final Map<String, OnnxTensor> inputs = new HashMap<>();
    private final Map<String, OnnxTensor> outputs = new HashMap<>();
    private final List<OnnxTensor> tensors = new ArrayList<>();

    /** Takes a tensor over. */
    void add(final CacheTensor of, final OnnxTensor tensor) {
        tensors.add(tensor);
        inputs.put(of.past(), tensor);
        outputs.put(of.present(), tensor);
    }

    Map<String, OnnxTensor> inputs() {
        return inputs;
    }

    Map<String, OnnxTensor> outputs() {
        return outputs;
    }

    /** Lets go of the views; the memory stays the pool's. */
    @Override
    public void close() {
        tensors.forEach(OnnxTensor::close);
    }
}
