package dev.ingot.foundry.service;

import dev.ingot.OnnxModel;
import dev.ingot.Pipeline;
import dev.ingot.Registration;
import dev.ingot.foundry.FoundryCache;
import java.nio.file.Path;

/** A cache with small models that run. */
public final class TestCache {

    private TestCache() {}

    /** Converts the small Qwen 2 of the fixtures (context 512, 640 tokens) and registers it under each of the names. */
    public static FoundryCache of(final Path work, final String... names) {
        final OnnxModel model = Pipeline.from(Path.of(System.getProperty("ingot.fixtures"), "qwen2"))
                .toOnnx(work.resolve("model"));
        final var cache = FoundryCache.open(work.resolve("cache"));
        for (final String name : names) {
            cache.register(model, Registration.DEFAULT.name(name));
        }
        return cache;
    }
}
