package dev.ingot.runtime;

import dev.ingot.runtime.engine.DecoderSpec;
import dev.ingot.runtime.engine.Engine;
import dev.ingot.runtime.engine.SessionSettings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What a model owns outside the heap, and the place that opened it: if nobody who could close it is left, that is logged,
 * and it is closed.
 */
final class ModelResources implements AutoCloseable {

    private static final Logger LOG = System.getLogger(ModelResources.class.getName());
    /** One idle thread for all models; it keeps nothing of those that were closed. */
    private static final Cleaner CLEANER = Cleaner
            .create(Thread.ofPlatform().daemon().name("ingot-forgotten").factory());

    private final String model;
    private final Engine engine;
    private final Adapters adapters;
    private final Tokenizer tokenizer;
    private final Throwable opened = new Throwable("opened here");
    private final AtomicBoolean closed = new AtomicBoolean();
    private Cleaner.@Nullable Cleanable watched;

    private ModelResources(final String model, final Engine engine, final Adapters adapters,
            final Tokenizer tokenizer) {
        this.model = model;
        this.engine = engine;
        this.adapters = adapters;
        this.tokenizer = tokenizer;
    }

    static ModelResources open(final Path directory, final String model, final DecoderSpec spec,
            final SessionSettings settings) {
        final var opening = TokenizerOpening.start(directory);
        final Engine engine;
        try {
            engine = Engine.open(model, spec, settings);
        } catch (RuntimeException | Error e) {
            opening.abandon();
            throw e;
        }
        try {
            return new ModelResources(model, engine, new Adapters(directory, engine), opening.finish());
        } catch (RuntimeException | Error e) {
            engine.close();
            throw e;
        }
    }

    /** Closes once the user is unreachable; this object must not refer to it. */
    void closeWith(final Object user) {
        watched = CLEANER.register(user, this::forgotten);
    }

    Engine engine() {
        return engine;
    }

    Adapters adapters() {
        return adapters;
    }

    Tokenizer tokenizer() {
        return tokenizer;
    }

    private void forgotten() {
        if (!closed.get()) {
            LOG.log(Level.WARNING, "a generator of " + model + " was never closed", opened);
            close();
        }
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true) && watched != null) {
            watched.clean();
        }
        engine.close();
        adapters.close();
        tokenizer.close();
    }
}
