package dev.ingot.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Whom to tell of a model's generations.
 *
 * @param model    name of its directory
 * @param listener of the caller
 */
record ModelWatch(String model, GenerationListener listener) {

    private static final Logger LOG = System.getLogger(ModelWatch.class.getName());

    GenerationWatch begin(final boolean chat, final Optional<String> adapter, final int promptTokens) {
        return new GenerationWatch(this, chat, adapter, promptTokens);
    }

    /** A listener's fault is not the generation's. */
    void tell(final Consumer<GenerationListener> message) {
        try {
            message.accept(listener);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "the listener of " + model + " failed", e);
        }
    }
}
