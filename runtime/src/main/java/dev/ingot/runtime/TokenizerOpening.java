package dev.ingot.runtime;

import dev.ingot.runtime.engine.ThreadEnd;
import java.nio.file.Path;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** Opens a tokenizer on a thread of its own while the graph is loaded; both take about as long. For one user thread. */
final class TokenizerOpening {

    private final FutureTask<Tokenizer> task;
    private final Thread thread;

    private TokenizerOpening(final Path directory) {
        task = new FutureTask<>(() -> Tokenizer.open(directory));
        thread = Thread.ofPlatform().name("ingot-tokenizer").start(task);
    }

    static TokenizerOpening start(final Path directory) {
        return new TokenizerOpening(directory);
    }

    /** Waits for the tokenizer, which then belongs to the caller; throws what opening it threw. */
    Tokenizer finish() {
        ThreadEnd.await(thread);
        if (task.state() == Future.State.SUCCESS) {
            return task.resultNow();
        }
        throw thrown(task.exceptionNow());
    }

    private static RuntimeException thrown(final Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException exception ? exception : new IllegalStateException(cause);
    }

    /** Waits, and frees the tokenizer if there is one. */
    void abandon() {
        final Tokenizer tokenizer;
        try {
            tokenizer = finish();
        } catch (RuntimeException | Error e) {
            return; // There is none, and the reason for giving up is another.
        }
        tokenizer.close();
    }
}
