package dev.ingot.foundry.service.openai;

import dev.ingot.error.CancelledException;
import dev.ingot.foundry.service.openai.answer.TextLogprobs;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** How probable a prompt is, computed once for all its continuations: by the first that asks. Thread-safe. */
final class PromptScore {

    private final FutureTask<TextLogprobs> task;

    PromptScore(final Callable<TextLogprobs> compute) {
        task = new FutureTask<>(compute);
    }

    /**
     * Returns it; whoever asks while another one computes waits for that.
     *
     * @return a copy, to be gone on with
     */
    TextLogprobs copy() {
        task.run();
        try {
            return task.get().copy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("the score of a prompt is not waited for any more", e);
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private static RuntimeException failure(final ExecutionException thrown) {
        return switch (thrown.getCause()) {
            case RuntimeException cause -> cause;
            case Error cause -> throw cause;
            case null, default -> new IllegalStateException(thrown);
        };
    }
}
