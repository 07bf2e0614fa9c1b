package dev.ingot.runtime;

import dev.ingot.runtime.engine.DecoderSpec;
import dev.ingot.runtime.engine.Engine;
import dev.ingot.runtime.engine.SessionSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a model owns outside the heap. If nobody who could close it is left, that is logged, and it is closed.
 */
final class ModelResources implements AutoCloseable {

    private final String model;
    private final Engine engine;
    private final Adapters adapters;
    private final Tokenizer tokenizer;
    private @Nullable Forgotten watched;

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
        watched = new Forgotten(user, "a generator of " + model, () -> true, this::close);
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

    @Override
    public void close() {
        if (watched != null) {
            watched.closed();
        }
        engine.close();
        adapters.close();
        tokenizer.close();
    }
}
