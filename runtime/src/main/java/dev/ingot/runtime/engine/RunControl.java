package dev.ingot.runtime.engine;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.RunOptions;
import java.util.function.Consumer;

/** Stops one generation from any thread: between its steps, and inside the one that runs. */
public final class RunControl implements AutoCloseable {

    private final RunOptions options;
    private final Runnable onStop;
    private final Consumer<RunControl> onClose;
    private volatile boolean stopped;
    private boolean closed;

    /** Makes one that lets everything run. */
    RunControl(final Runnable onStop, final Consumer<RunControl> onClose) {
        this.onStop = onStop;
        this.onClose = onClose;
        Ort.environment();
        try {
            options = new RunOptions();
        } catch (OrtException e) {
            throw Ort.failure("make run options", e);
        }
    }

    /** Makes the running step and all later ones end at once. */
    public void stop() {
        stopped = true;
        terminate();
        onStop.run();
    }

    private synchronized void terminate() {
        if (closed) {
            return;
        }
        try {
            options.setTerminate(true);
        } catch (OrtException e) {
            throw Ort.failure("stop a step", e);
        }
    }

    /**
     * Tells whether it was stopped.
     *
     * @return true if so
     */
    public boolean stopped() {
        return stopped;
    }

    RunOptions options() {
        return options;
    }

    @Override
    public void close() {
        onClose.accept(this);
        release();
    }

    private synchronized void release() {
        if (!closed) {
            closed = true;
            options.close();
        }
    }
}
