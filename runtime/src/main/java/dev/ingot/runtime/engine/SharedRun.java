package dev.ingot.runtime.engine;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.RunOptions;
import java.util.List;

/** One run of several steps, which have the same adapter. It is stopped when all of them are. */
final class SharedRun implements AutoCloseable {

    private final List<RowStep> steps;
    private final RunOptions options;
    private boolean closed;

    SharedRun(final List<RowStep> steps) {
        this.steps = steps;
        options = steps.size() == 1
                ? steps.getFirst().control().options()
                : steps.getFirst().control().copy();
    }

    RunOptions options() {
        return options;
    }

    /** A step made alone is stopped by its own control. */
    synchronized void stopIfNobodyWaits() {
        if (closed || steps.size() == 1 || !steps.stream().allMatch(step -> step.control().stopped())) {
            return;
        }
        try {
            options.setTerminate(true);
        } catch (OrtException e) {
            throw Ort.failure("stop a step", e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (steps.size() > 1) {
            options.close();
        }
    }
}
