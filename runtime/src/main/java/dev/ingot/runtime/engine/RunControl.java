package dev.ingot.runtime.engine;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.RunOptions;
import java.util.Optional;
import java.util.function.Consumer;

/** Stops one generation from any thread: between its steps, and inside the one that runs. */
public final class RunControl implements AutoCloseable {

    private final RunOptions options;
    private final Runnable onStop;
    private final Consumer<RunControl> onClose;
    private final Optional<LoadedAdapter> adapter;
    private volatile boolean stopped;
    private boolean closed;

    /** Makes one that lets everything run; of the adapter it lets go when it is closed. */
    RunControl(final Runnable onStop, final Consumer<RunControl> onClose,
            final Optional<LoadedAdapter> adapter) {
        this.onStop = onStop;
        this.onClose = onClose;
        this.adapter = adapter;
        options = copy();
    }

    /** Makes options of a run with the same adapter, to be closed by the caller. */
    RunOptions copy() {
        Ort.environment();
        try {
            final var made = new RunOptions();
            if (adapter.isPresent()) {
                adapter.get().activate(made);
            }
            return made;
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

    /**
     * Returns which adapter is computed with.
     *
     * @return its number, or {@link LoadedAdapter#NONE}
     */
    public long adapter() {
        return adapter.map(LoadedAdapter::id).orElse(LoadedAdapter.NONE);
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
            adapter.ifPresent(LoadedAdapter::release);
        }
    }
}
