package dev.ingot.foundry.service.openai;

import dev.ingot.constrain.ConstraintCache;
import dev.ingot.error.UnsupportedModelException;
import dev.ingot.foundry.service.http.Endpoint;
import dev.ingot.foundry.service.models.ModelPool;
import dev.ingot.foundry.service.openai.answer.Ids;
import dev.ingot.foundry.service.openai.responses.KeptResponses;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The paths that OpenAI's clients ask. */
public final class OpenAiRoutes {

    private OpenAiRoutes() {}

    /**
     * Makes the endpoints.
     *
     * @param models      that can be asked
     * @param constraints that answers were made under before
     * @return by method and path, for example {@code POST /v1/chat/completions}; a path may have variables: {@code
     *         {id}}
     */
    public static Map<String, Endpoint> of(final ModelPool models, final ConstraintCache constraints) {
        final var ids = new Ids();
        final var routes = new LinkedHashMap<String, Endpoint>();
        routes.put("POST /v1/chat/completions", new ChatEndpoint(models, ids));
        routes.put("POST /v1/chat/completions/tokenizer/encode/count", new CountEndpoint(models));
        routes.put("POST /v1/completions", new CompletionEndpoint(models, ids));
        routes.put("POST /v1/embeddings", new EmbeddingEndpoint(models));
        routes.putAll(KeptResponses.routes(models, ids));
        routes.replaceAll((_, endpoint) -> withoutPaths(models, compiling(constraints, endpoint)));
        return routes;
    }

    /** Ends what a call compiles, or waits to compile, with the call. */
    private static Endpoint compiling(final ConstraintCache constraints, final Endpoint endpoint) {
        return call -> constraints.<@Nullable Void, IOException>use(() -> call.cancellation().isCancelled(),
                () -> {
                    endpoint.handle(call);
                    return null;
                });
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
