package dev.ingot.foundry.service.paths;

import dev.ingot.BuildInfo;
import dev.ingot.foundry.service.guard.Access;
import dev.ingot.foundry.service.http.Call;
import dev.ingot.foundry.service.http.Routes;
import dev.ingot.foundry.service.models.LoadedModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether the service is well and what it does: for watchdogs, for Prometheus, and as JSON for pages. */
public final class StatusRoutes {

    private final Site site;

    private StatusRoutes(final Site site) {
        this.site = site;
    }

    /**
     * Adds the paths.
     *
     * @param routes to add to
     * @param site   the service
     */
    public static void add(final Routes routes, final Site site) {
        final var paths = new StatusRoutes(site);
        routes.add("GET /health", Access.OPEN, call -> call.reply(200, Map.of("status", "ok")));
        routes.add("GET /ready", Access.OPEN, paths::ready);
        routes.add("GET /metrics", Access.USE, paths::metrics);
        routes.add("GET /stats", Access.USE, paths::stats);
    }

    private void ready(final Call call) throws IOException {
        final boolean ready = site.ready().getAsBoolean();
        call.reply(ready ? 200 : 503, Map.of("status", ready ? "ready" : "starting"));
    }

    private void metrics(final Call call) throws IOException {
        final String text = site.metrics().text(site.models().loaded(), site.clients().get(),
                site.constraints().compiled());
        call.reply(200, "text/plain; version=0.0.4; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    private void stats(final Call call) throws IOException {
        final var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("version", BuildInfo.version());
        final var now = site.metrics().process();
        json.put("uptime_seconds", now.at().toNanos() / 1e9);
        json.put("requests", site.metrics().answers());
        json.put("generated_tokens", site.metrics().generatedTokens());
        json.put("connections", site.clients().get().connections());
        json.put("cpu_seconds", now.processor().toNanos() / 1e9);
        json.put("processors", Runtime.getRuntime().availableProcessors());
        json.put("heap_bytes", now.heap());
        json.put("resident_bytes", now.resident().isPresent() ? now.resident().getAsLong() : null);
        json.put("models", site.models().loaded().stream().map(StatusRoutes::json).toList());
        call.reply(200, json);
    }

    private static Map<String, Object> json(final LoadedModel model) {
        final var json = new LinkedHashMap<String, Object>();
        json.put("id", model.model().id().text());
        json.put("memory_bytes", model.bytes());
        json.put("requests", model.users());
        json.put("idle_seconds", model.idle().toSeconds());
        json.put("keep_seconds", model.keep().toSeconds());
        return json;
    }
}
