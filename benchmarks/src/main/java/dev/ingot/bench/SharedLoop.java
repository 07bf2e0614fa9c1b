package dev.ingot.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The fastest bare loop: each layer has one buffer that is past and present, and the logits land in one of ours. */
final class SharedLoop implements DecodeLoop {

    private final BareModel model;
    private final Map<String, OnnxTensor> past = new HashMap<>();
    private final Map<String, OnnxTensor> present = new HashMap<>();
    private final FloatBuffer logits;
    private final OnnxTensor logitsTensor;
    private final int capacity;

    SharedLoop(final BareModel model, final int capacity) throws OrtException {
        this.model = model;
        this.capacity = capacity;
        final var names = model.config().decoder().names();
        for (int layer = 0; layer < model.config().decoder().layers(); layer++) {
            share(names.pastKey(layer), names.presentKey(layer));
            share(names.pastValue(layer), names.presentValue(layer));
        }
        logits = BareModel.floats(model.config().vocabSize());
        logitsTensor = model.tensor(logits, 1, 1, model.config().vocabSize());
    }

    private void share(final String input, final String output) throws OrtException {
        final var tensor = model.cache(capacity);
        past.put(input, tensor);
        present.put(output, tensor);
    }

    @Override
    public String name() {
        return "ORT, shared cache";
    }

    @Override
    public Run run(final int[] prompt, final int count) throws OrtException {
        if (prompt.length + count > capacity) {
            throw new IllegalArgumentException(prompt.length + count + " tokens do not fit " + capacity);
        }
        final var tokens = new ArrayList<Integer>();
        tokens.add(prefill(prompt));
        final long start = System.nanoTime();
        while (tokens.size() < count) {
            tokens.add(step(tokens.getLast(), prompt.length + tokens.size() - 1));
        }
        return new Run(List.copyOf(tokens), (System.nanoTime() - start) / 1e9);
    }

    private int prefill(final int[] prompt) throws OrtException {
        final String name = model.config().decoder().names().logits();
        final var own = model.inputs(prompt, 0);
        try (var result = model.session().run(with(own, past), Set.of(name), present)) {
            return model.argMax(((OnnxTensor) result.get(name).orElseThrow()).getFloatBuffer());
        } finally {
            own.values().forEach(OnnxTensor::close);
        }
    }

    private int step(final int token, final int length) throws OrtException {
        final String name = model.config().decoder().names().logits();
        final var own = model.inputs(new int[]{token}, length);
        final var outputs = with(present, Map.of(name, logitsTensor));
        try {
            model.session().run(with(own, past), Set.of(), outputs).close();
            return model.argMax(logits);
        } finally {
            own.values().forEach(OnnxTensor::close);
        }
    }

    private static Map<String, OnnxTensor> with(final Map<String, OnnxTensor> some,
            final Map<String, OnnxTensor> more) {
        final var result = new HashMap<>(some);
        result.putAll(more);
        return result;
    }

    @Override
    public void close() {
        past.values().forEach(OnnxTensor::close);
        logitsTensor.close();
    }
}
