package dev.ingot.foundry.service.openai;

import dev.ingot.foundry.service.http.Endpoint;
import dev.ingot.foundry.service.models.ModelPool;
import java.util.Map;

/** The paths that OpenAI's clients ask. */
public final class OpenAiRoutes {

    private OpenAiRoutes() {}

    /**
     * Makes the endpoints.
     *
     * @param models that can be asked
     * @return by method and path, for example {@code POST /v1/chat/completions}; a path may have variables: {@code {id}}
     */
    public static Map<String, Endpoint> of(final ModelPool models) {
        return Map.of();
    }
}
