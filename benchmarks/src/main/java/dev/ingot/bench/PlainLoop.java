package dev.ingot.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The loop anybody would write first: every step's present tensors are the next step's past. */
final class PlainLoop implements DecodeLoop {

    private final BareModel model;

    PlainLoop(final BareModel model) {
        this.model = model;
    }

    @Override
    public String name() {
        return "ORT, plain";
    }

    @Override
    public Run run(final int[] prompt, final int count) throws OrtException {
        final var tokens = new ArrayList<Integer>();
        OrtSession.Result result = prefill(prompt);
        try {
            tokens.add(next(result));
            final long start = System.nanoTime();
            while (tokens.size() < count) {
                final var previous = result;
                result = step(tokens.getLast(), prompt.length + tokens.size() - 1, previous);
                previous.close();
                tokens.add(next(result));
            }
            return new Run(List.copyOf(tokens), (System.nanoTime() - start) / 1e9);
        } finally {
            result.close();
        }
    }

    private OrtSession.Result prefill(final int[] prompt) throws OrtException {
        final var names = model.config().decoder().names();
        final var inputs = model.inputs(prompt, 0);
        for (int layer = 0; layer < model.config().decoder().layers(); layer++) {
            inputs.put(names.pastKey(layer), model.cache(0));
            inputs.put(names.pastValue(layer), model.cache(0));
        }
        try {
            return model.session().run(inputs);
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private OrtSession.Result step(final int token, final int past, final OrtSession.Result previous)
            throws OrtException {
        final var names = model.config().decoder().names();
        final var own = model.inputs(new int[]{token}, past);
        final Map<String, OnnxTensor> inputs = new HashMap<>(own);
        for (int layer = 0; layer < model.config().decoder().layers(); layer++) {
            inputs.put(names.pastKey(layer), output(previous, names.presentKey(layer)));
            inputs.put(names.pastValue(layer), output(previous, names.presentValue(layer)));
        }
        try {
            return model.session().run(inputs);
        } finally {
            own.values().forEach(OnnxTensor::close);
        }
    }

    private int next(final OrtSession.Result result) {
        return model.argMax(output(result, model.config().decoder().names().logits()).getFloatBuffer());
    }

    private static OnnxTensor output(final OrtSession.Result result, final String name) {
        return (OnnxTensor) result.get(name).orElseThrow();
    }

    @Override
    public void close() {
        // The model belongs to whoever opened it.
    }
}
