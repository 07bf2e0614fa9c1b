package dev.ingot.foundry.service;

import dev.ingot.OnnxModel;
import dev.ingot.Pipeline;
import dev.ingot.Registration;
import dev.ingot.foundry.FoundryCache;
import dev.ingot.runtime.GeneratorOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;

/** A cache with small models that run. */
public final class TestCache {

    /** Any port; a model on one thread computes two requests at once, and eight more may wait. */
    static final ServiceOptions OPTIONS = ServiceOptions.DEFAULT.port(0).models(new ServiceModels(
            GeneratorOptions.DEFAULT.threads(1).sequences(2), OptionalLong.empty(), Duration.ofMinutes(5), 8,
            Duration.ofSeconds(5)));

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
