package dev.ingot.foundry.clients;

import dev.ingot.Pipeline;
import dev.ingot.Registration;
import dev.ingot.foundry.FoundryCache;
import dev.ingot.foundry.service.FoundryService;
import dev.ingot.foundry.service.ServiceOptions;
import java.nio.file.Path;

/** A service with hearth, and with a model of random weights whose template knows tools. */
final class Served implements AutoCloseable {

    static final String KEY = "sk-of-the-house";

    private final FoundryService service;

    Served(final Path work) {
        final var cache = FoundryCache.open(work.resolve("cache"));
        export(work, cache, Path.of(System.getProperty("ingot.models"), "hearth-slm"), "hearth");
        export(work, cache, Path.of(System.getProperty("ingot.fixtures"), "qwen3"), "tiny");
        service = FoundryService.start(cache, ServiceOptions.DEFAULT.port(0).apiKey(KEY));
    }

    private static void export(final Path work, final FoundryCache cache, final Path source,
            final String name) {
        Pipeline.from(source).toOnnx(work.resolve(name)).register(cache,
                Registration.DEFAULT.name(name).placement(Registration.Placement.MOVE));
    }

    /** Where it is to be asked. */
    String url() {
        return service.uri().toString();
    }

    @Override
    public void close() {
        service.close();
    }
}
