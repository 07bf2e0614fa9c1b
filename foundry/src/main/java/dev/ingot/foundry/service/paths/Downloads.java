package dev.ingot.foundry.service.paths;

import dev.ingot.foundry.service.guard.Access;
import dev.ingot.foundry.service.http.Call;
import dev.ingot.foundry.service.http.HttpFailure;
import dev.ingot.foundry.service.http.Routes;
import dev.ingot.foundry.service.models.ModelPool;
import dev.ingot.json.JsonObject;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Foundry Local's first service does with its catalog elsewhere. Nothing is downloaded here, but clients that download
 * before they load, whether the model is there or not, learn that a model that is here is.
 */
final class Downloads {

    private final ModelPool models;

    private Downloads(final ModelPool models) {
        this.models = models;
    }

    static void add(final Routes routes, final ModelPool models) {
        final var paths = new Downloads(models);
        routes.add("GET /openai/upgradeable/{name}", Access.USE, paths::upgradeable);
        routes.add("POST /openai/download", Access.USE, paths::download);
        routes.add("POST /openai/upgrade", Access.USE, paths::download);
    }

    /** What is here is the newest there is: nobody else is asked. */
    private void upgradeable(final Call call) throws IOException {
        models.find(call.segment("name"));
        call.reply(200, Map.of("upgradeable", false));
    }

    private void download(final Call call) throws IOException {
        final String name = wanted(call.body()).orElseThrow(Downloads::nothingComes);
        if (models.models().stream().noneMatch(model -> model.id().text().equals(name))) {
            throw nothingComes();
        }
        final var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("success", true);
        json.put("errorMessage", null);
        call.reply(200, json);
    }

    /** One of the clients writes the member with a capital. */
    private static Optional<String> wanted(final JsonObject body) {
        return body.object("model").or(() -> body.object("Model")).flatMap(model -> model.string("Name"));
    }

    private static HttpFailure nothingComes() {
        return HttpFailure.of(501,
                "nothing is downloaded here: convert a model with \"ingot convert\", or register"
                        + " one with \"ingot cache register\"",
                null, "not_supported");
    }
}
