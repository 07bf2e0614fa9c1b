package dev.ingot.runtime.engine;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.RunOptions;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Stops one generation: from any thread, and at its deadline, which whoever waits for a step or for a sequence keeps an eye
 * on ({@link #remaining}, {@link #expire}). Both work between steps and inside the one that runs.
 */
public final class RunControl implements AutoCloseable, Waiting {

    private final RunOptions options;
    private final Runnable onStop;
    private final Consumer<RunControl> onClose;
    private final Optional<LoadedAdapter> adapter;
    private final Deadline deadline;
    private volatile boolean stopped;
    private volatile boolean expired;
    private volatile Runnable follower = () -> {};
    private boolean closed;

    /** Makes one that lets everything run; of the adapter it lets go when it is closed. */
    RunControl(final Runnable onStop, final Consumer<RunControl> onClose,
            final Optional<LoadedAdapter> adapter, final Deadline deadline) {
        this.deadline = deadline;
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
    @Override
    public void stop() {
        if (!stopped && deadline.remaining() == 0) {
            expired = true;
        }
        stopped = true;
        terminate();
        onStop.run();
        follower.run();
    }

    /**
     * Stops something else together with this, after what was given before. For one thread at a time.
     *
     * @param other what to do; done now if this was stopped before
     */
    public void alsoStop(final Runnable other) {
        final Runnable before = follower;
        follower = () -> {
            before.run();
            other.run();
        };
        if (stopped) {
            other.run();
        }
    }

    /**
     * Returns when it ends by itself.
     *
     * @return the deadline
     */
    public Deadline deadline() {
        return deadline;
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
     * Tells whether it was stopped, or its deadline has come.
     *
     * @return true if so
     */
    public boolean stopped() {
        return stopped || deadline.remaining() == 0;
    }

    /** Stops because the deadline has come, unless it was stopped before. */
    @Override
    public void expire() {
        if (!stopped) {
            expired = true;
        }
        stop();
    }

    /**
     * Tells whether the deadline was what stopped it.
     *
     * @return true if so
     */
    public boolean expired() {
        return expired || (!stopped && deadline.remaining() == 0);
    }

    /** Returns how many nanoseconds there are until the deadline: at least 1, and endless once it is stopped. */
    @Override
    public long remaining() {
        return stopped ? Long.MAX_VALUE : Math.max(1, deadline.remaining());
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
