package dev.ingot.foundry.service.openai;

import dev.ingot.foundry.service.http.Call;
import dev.ingot.foundry.service.http.Endpoint;
import dev.ingot.foundry.service.models.ModelPool;
import dev.ingot.foundry.service.openai.request.ChatRequest;
import java.io.IOException;
import java.util.Map;

/** {@code POST /v1/chat/completions/tokenizer/encode/count}: how long a conversation is as the model is shown it. */
record CountEndpoint(ModelPool models) implements Endpoint {

    @Override
    public void handle(final Call call) throws IOException {
        final var request = ChatRequest.of(call.body());
        try (var lease = models.lease(request.model(), 1, call.cancellation())) {
            lease.use(generator -> call.reply(200, Map.of("tokenCount",
                    request.session(generator, request.options()).countTokens())));
        }
    }
}
