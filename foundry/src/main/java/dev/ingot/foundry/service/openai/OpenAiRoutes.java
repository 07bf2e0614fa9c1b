package dev.ingot.foundry.service.openai;

import dev.ingot.error.UnsupportedModelException;
import dev.ingot.foundry.service.http.Endpoint;
import dev.ingot.foundry.service.models.ModelPool;
import dev.ingot.foundry.service.openai.answer.Ids;
import dev.ingot.foundry.service.openai.request.Compiling;
import dev.ingot.foundry.service.openai.responses.KeptResponses;
import java.util.LinkedHashMap;
import java.util.Map;

/** The paths that OpenAI's clients ask. */
public final class OpenAiRoutes {

    private OpenAiRoutes() {}

    /**
     * Makes the endpoints.
     *
     * @param models that can be asked
     * @return by method and path, for example {@code POST /v1/chat/completions}; a path may have variables: {@code
     *         {id}}
     */
    public static Map<String, Endpoint> of(final ModelPool models) {
        final var ids = new Ids();
        final var compiling = new Compiling();
        final var routes = new LinkedHashMap<String, Endpoint>();
        routes.put("POST /v1/chat/completions", new ChatEndpoint(models, ids, compiling));
        routes.put("POST /v1/chat/completions/tokenizer/encode/count", new CountEndpoint(models, compiling));
        routes.put("POST /v1/completions", new CompletionEndpoint(models, ids));
        routes.put("POST /v1/embeddings", new EmbeddingEndpoint(models));
        routes.putAll(KeptResponses.routes(models, ids, compiling));
        routes.replaceAll((_, endpoint) -> withoutPaths(models, endpoint));
        return routes;
    }

    private static Endpoint withoutPaths(final ModelPool models, final Endpoint endpoint) {
        return call -> {
            try {
                endpoint.handle(call);
            } catch (UnsupportedModelException e) {
                throw models.told(e);
            }
        };
    }
}
