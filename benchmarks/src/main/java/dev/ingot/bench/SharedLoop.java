package dev.ingot.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The fastest bare loop: each layer has one buffer that is past and present, and the logits land in one of ours. */
final class SharedLoop implements DecodeLoop {

    private static final int CHUNK = 512;

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

    /** Goes by chunks: logits of all positions of a long prompt would be gigabytes. */
    private int prefill(final int[] prompt) throws OrtException {
        int token = 0;
        for (int from = 0; from < prompt.length; from += CHUNK) {
            token = chunk(Arrays.copyOfRange(prompt, from, Math.min(prompt.length, from + CHUNK)), from);
        }
        return token;
    }

    private int chunk(final int[] tokens, final int length) throws OrtException {
        final String name = model.config().decoder().names().logits();
        final var own = model.inputs(tokens, length);
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

    /** One step after so many tokens that can be repeated: nothing but the call is left of it. */
    Step step(final int length) throws OrtException {
        final var own = model.inputs(new int[]{0}, length);
        return new Step(model, own, with(own, past),
                with(present, Map.of(model.config().decoder().names().logits(), logitsTensor)));
    }

    /**
     * A step whose inputs and outputs are made.
     *
     * @param model   to run
     * @param own     inputs that are its own
     * @param inputs  all of them
     * @param outputs all outputs
     */
    record Step(BareModel model, Map<String, OnnxTensor> own, Map<String, OnnxTensor> inputs,
            Map<String, OnnxTensor> outputs) implements AutoCloseable {

        void run() throws OrtException {
            model.session().run(inputs, Set.of(), outputs).close();
        }

        @Override
        public void close() {
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
