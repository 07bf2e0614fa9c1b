package dev.ingot.foundry.service.openai;

import dev.ingot.Pipeline;
import dev.ingot.Registration;
import dev.ingot.constrain.ConstraintCache;
import dev.ingot.foundry.FoundryCache;
import dev.ingot.foundry.service.http.Endpoint;
import dev.ingot.foundry.service.http.HttpFailure;
import dev.ingot.foundry.service.models.ModelPool;
import dev.ingot.foundry.service.models.PoolOptions;
import dev.ingot.json.JsonFiles;
import dev.ingot.runtime.GenerationListener;
import dev.ingot.runtime.GeneratorOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints over two models: {@code hearth}, which answers sensibly with JSON, and {@code tiny}, whose weights are random and
 * whose chat template knows tools and reasoning.
 */
final class Service implements AutoCloseable {

    private final ModelPool models;
    private final Map<String, Endpoint> routes;
    private final ConstraintCache constraints = new ConstraintCache(64 << 20, 2);

    Service(final Path work) {
        final var cache = FoundryCache.open(work.resolve("cache"));
        export(work, cache, Path.of(System.getProperty("ingot.models"), "hearth-slm"), "hearth");
        export(work, cache, Path.of(System.getProperty("ingot.fixtures"), "qwen3"), "tiny");
        models = new ModelPool(cache,
                new PoolOptions(GeneratorOptions.DEFAULT.threads(1).sharePrefixes(true), OptionalLong.empty(),
                        Duration.ZERO, 64, Duration.ofSeconds(5)),
                id -> GenerationListener.NONE);
        routes = OpenAiRoutes.of(models, constraints);
    }

    private static void export(final Path work, final FoundryCache cache, final Path source,
            final String name) {
        Pipeline.from(source).toOnnx(work.resolve(name)).register(cache,
                Registration.DEFAULT.name(name).placement(Registration.Placement.MOVE));
    }

    /** Asks, and returns the call with its answer; failures are thrown. */
    FakeCall call(final String route, final FakeCall call) {
        try {
            Objects.requireNonNull(routes.get(route), route).handle(call);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return call;
    }

    FakeCall post(final String path, final Map<String, ? extends @Nullable Object> body) {
        return call("POST " + path, new FakeCall(JsonFiles.compact(body)));
    }

    FakeCall chat(final Map<String, ? extends @Nullable Object> body) {
        return post("/v1/chat/completions", body);
    }

    /** Asks for what cannot be had. */
    HttpFailure refused(final String path, final Map<String, ? extends @Nullable Object> body) {
        final FakeCall call = new FakeCall(JsonFiles.compact(body));
        try {
            Objects.requireNonNull(routes.get("POST " + path)).handle(call);
        } catch (RuntimeException e) {
            if (call.isStreaming()) {
                throw new AssertionError("the stream had begun", e);
            }
            return HttpFailure.of(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("answered: " + body);
    }

    /** Returns how many constraints were compiled. */
    long compiled() {
        return constraints.compiled();
    }

    /** Takes a model away from whoever uses it. */
    void unload(final String model) {
        models.unload(model, true);
    }

    /** Returns a body with one more member, or another value of one. */
    static Map<String, @Nullable Object> with(final Map<String, ? extends @Nullable Object> body,
            final String key, final @Nullable Object value) {
        final var more = new LinkedHashMap<String, @Nullable Object>(body);
        more.put(key, value);
        return more;
    }

    @Override
    public void close() {
        models.close();
    }
}
