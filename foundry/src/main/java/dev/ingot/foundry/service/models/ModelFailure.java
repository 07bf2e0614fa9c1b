package dev.ingot.foundry.service.models;

import dev.ingot.error.CancelledException;
import dev.ingot.error.IngotException;
import dev.ingot.foundry.CachedModel;
import dev.ingot.foundry.service.http.HttpFailure;

/** What clients are told of a model that cannot be used: its id, and not where on the server its files lie. */
final class ModelFailure {

    /** OpenAI's clients ask twice more after a status of 500, unless they are told that it is in vain. */
    private static final String RETRY = "x-should-retry";

    private ModelFailure() {}

    /** Says why a model could not be loaded; the log has what was thrown. */
    static HttpFailure ofLoading(final CachedModel model, final Throwable thrown) {
        final var failure = HttpFailure.of(thrown);
        if (failure == thrown || !(thrown instanceof IngotException)
                || thrown instanceof CancelledException) {
            return failure;
        }
        final String message = withoutPath(model, thrown);
        return failure.status() == 500
                ? HttpFailure.internal("model \"" + model.id() + "\" cannot be loaded: " + message
                        + "; \"ingot doctor " + model.id() + "\" on the server says what to do",
                        "model_broken",
                        thrown).header(RETRY, "false")
                : failure.message(message);
    }

    static String withoutPath(final CachedModel model, final Throwable thrown) {
        return String.valueOf(thrown.getMessage()).replace(model.directory().toString(), model.id().text());
    }
}
