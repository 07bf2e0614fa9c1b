package dev.ingot.foundry.service.paths;

import dev.ingot.foundry.CachedModel;
import dev.ingot.foundry.service.guard.Access;
import dev.ingot.foundry.service.http.Call;
import dev.ingot.foundry.service.http.Endpoint;
import dev.ingot.foundry.service.http.HttpFailure;
import dev.ingot.foundry.service.http.Routes;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The paths by which Foundry Local is managed, those of its first service (under {@code /openai} and {@code
 * /foundry}) and those of its second. What changes something by GET there can be asked by POST here as well.
 */
public final class FoundryRoutes {

    private static final byte[] NOTHING = new byte[0];
    private static final String TEXT = "text/plain; charset=utf-8";

    private final Site site;
    private final Loading loading;

    private FoundryRoutes(final Site site) {
        this.site = site;
        this.loading = new Loading(site.models());
    }

    /**
     * Adds the paths.
     *
     * @param routes       to add to
     * @param site         the service
     * @param mayBeStopped whether {@code POST /shutdown} ends it
     */
    public static void add(final Routes routes, final Site site, final boolean mayBeStopped) {
        final var paths = new FoundryRoutes(site);
        paths.first(routes);
        paths.second(routes);
        routes.add("POST /shutdown", Access.CHANGE,
                mayBeStopped ? paths::shutdown : FoundryRoutes::noShutdown);
        paths.refuse(routes);
    }

    /** As Foundry Local 0.3 to 0.8 answers. */
    private void first(final Routes routes) {
        routes.add("GET /foundry/list", Access.USE, this::catalog);
        routes.add("GET /openai/status", Access.USE, this::oldStatus);
        routes.add("GET /openai/models", Access.USE, call -> call.reply(200,
                site.models().models().stream().map(model -> model.id().text()).toList()));
        routes.add("GET /foundry/cache", Access.USE,
                call -> call.reply(200, Map.of("location", site.cache().toString())));
        Downloads.add(routes, site.models());
        routes.add("GET /openai/loadedmodels", Access.USE, call -> call.reply(200, loading.loaded()));
        change(routes, "/openai/load/{name}", call -> {
            loading.load(call, call.segment("name"));
            call.reply(200, TEXT, NOTHING);
        });
        change(routes, "/openai/unload/{name}", call -> {
            loading.unload(call, call.segment("name"));
            call.reply(200, TEXT, NOTHING);
        });
        change(routes, "/openai/unloadall", call -> {
            loading.unloadAll(call);
            call.reply(200, TEXT, NOTHING);
        });
    }

    private void second(final Routes routes) {
        routes.add("GET /status", Access.USE, call -> call.reply(200, Map.of("modelCachePath",
                site.cache().toString(), "endpoints", List.of(site.address().toString()), "pid",
                ProcessHandle.current().pid())));
        routes.add("GET /models/loaded", Access.USE, call -> call.reply(200, loading.loaded()));
        change(routes, "/models/load/{name}",
                call -> status(call, loading.load(call, call.segment("name")) ? "loaded" : "already_loaded"));
        change(routes, "/models/unload/{name}",
                call -> status(call, loading.unload(call, call.segment("name")) ? "unloaded" : "not_loaded"));
    }

    private static void change(final Routes routes, final String path, final Endpoint endpoint) {
        routes.add("GET " + path, Access.CHANGE, endpoint);
        routes.add("POST " + path, Access.CHANGE, endpoint);
    }

    private static void status(final Call call, final String status) throws IOException {
        call.reply(200, Map.of("status", status));
    }

    private void catalog(final Call call) throws IOException {
        final var loaded = loading.loaded();
        call.reply(200, highestFirst().map((final CachedModel model) -> ModelInfo.of(model,
                loaded.contains(model.id().text()))).toList());
    }

    /** Of the models of one alias, clients take the first for what the alias means: here that is the highest version. */
    private Stream<CachedModel> highestFirst() {
        return site.models().models().reversed().stream().sorted(Comparator.comparing(CachedModel::alias));
    }

    private void oldStatus(final Call call) throws IOException {
        final var json = new LinkedHashMap<String, @Nullable Object>();
        both(json, "Endpoints", List.of(site.address().toString()));
        both(json, "ModelDirPath", site.cache().toString());
        both(json, "PipeName", null);
        call.reply(200, json);
    }

    /** Foundry Local's page of these paths spells members with a capital, its clients read them without. */
    private static void both(final Map<String, @Nullable Object> json, final String key,
            final @Nullable Object value) {
        json.put(Character.toLowerCase(key.charAt(0)) + key.substring(1), value);
        json.put(key, value);
    }

    private void shutdown(final Call call) throws IOException {
        status(call, "shutting_down");
        site.stop().run();
    }

    private static void noShutdown(final Call call) {
        throw HttpFailure.of(403, "this service cannot be ended from outside", null, "not_allowed");
    }

    /** Paths of Foundry Local that have no meaning where models are files and the CPU computes. */
    private void refuse(final Routes routes) {
        final String gpu = "models run on the CPU here: there is no GPU to choose";
        refuse(routes, "GET /openai/getgpudevice", gpu);
        refuse(routes, "GET /openai/setgpudevice/{id}", gpu);
        refuse(routes, "POST /openai/register", "models of other services are not passed on here: register a"
                + " model's files with \"ingot cache register\"");
        refuse(routes, "POST /v1/audio/transcriptions", "models for speech are not run here");
    }

    private static void refuse(final Routes routes, final String route, final String reason) {
        routes.add(route, Access.USE, call -> {
            throw HttpFailure.of(501, reason, null, "not_supported");
        });
    }
}
