package dev.ingot.foundry.service.paths;

import dev.ingot.foundry.CachedModel;
import dev.ingot.foundry.service.guard.Access;
import dev.ingot.foundry.service.http.Call;
import dev.ingot.foundry.service.http.Routes;
import dev.ingot.foundry.service.models.ModelPool;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code /v1/models}: what the cache holds, as OpenAI's interface lists models. */
public final class ModelRoutes {

    private final ModelPool models;

    private ModelRoutes(final ModelPool models) {
        this.models = models;
    }

    /**
     * Adds the paths.
     *
     * @param routes to add to
     * @param models that can be asked for
     */
    public static void add(final Routes routes, final ModelPool models) {
        final var paths = new ModelRoutes(models);
        routes.add("GET /v1/models", Access.USE, paths::list);
        routes.add("GET /v1/models/{id}", Access.USE,
                call -> call.reply(200, json(models.find(call.segment("id")))));
    }

    private void list(final Call call) throws IOException {
        call.reply(200,
                Map.of("object", "list", "data", models.models().stream().map(ModelRoutes::json).toList()));
    }

    private static Map<String, Object> json(final CachedModel model) {
        final var json = new LinkedHashMap<String, Object>();
        json.put("id", model.id().text());
        json.put("object", "model");
        json.put("created", ModelInfo.createdAt(model));
        json.put("owned_by", "system");
        json.put("parent", model.alias());
        return json;
    }
}
