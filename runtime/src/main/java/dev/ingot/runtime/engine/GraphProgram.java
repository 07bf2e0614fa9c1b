package dev.ingot.runtime.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.ingot.Calibration.Program;
import dev.ingot.Calibration.Value;
import dev.ingot.error.CancelledException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A graph whose every input and output lies in the caller's memory. For one thread at a time. */
public final class GraphProgram implements Program {

    private final OrtSession session;

    /**
     * Loads a graph.
     *
     * @param graph   without external data
     * @param threads that compute
     */
    public GraphProgram(final byte[] graph, final int threads) {
        try (var options = new SessionOptions()) {
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            options.setOptimizationLevel(OptLevel.ALL_OPT);
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setMemoryPatternOptimization(false);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            session = Ort.environment().createSession(graph, options);
        } catch (OrtException e) {
            throw Ort.failure("load a part of the model", e);
        }
    }

    @Override
    public void run(final Map<String, Value> inputs, final Map<String, Value> outputs) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancelledException("the calibration was interrupted");
        }
        final var fed = new HashMap<String, OnnxTensor>();
        final var taken = new HashMap<String, OnnxTensor>();
        try {
            for (final String name : session.getInputNames()) {
                fed.put(name, tensor(name, inputs));
            }
            for (final String name : outputs.keySet()) {
                taken.put(name, tensor(name, outputs));
            }
            session.run(fed, Set.of(), taken).close();
        } catch (OrtException e) {
            throw Ort.failure("run a part of the model", e);
        } finally {
            fed.values().forEach(OnnxTensor::close);
            taken.values().forEach(OnnxTensor::close);
        }
    }

    private static OnnxTensor tensor(final String name, final Map<String, Value> values) {
        final Value value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no value for " + name);
        }
        final long[] shape = value.shape().stream().mapToLong(Long::longValue).toArray();
        return switch (value.type()) {
            case FLOAT -> Ort.floats(value.data(), shape);
            case INT64 -> Ort.longs(value.data(), shape);
        };
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw Ort.failure("close a part of the model", e);
        }
    }
}
