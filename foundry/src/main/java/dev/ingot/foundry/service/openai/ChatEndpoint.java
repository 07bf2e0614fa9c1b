package dev.ingot.foundry.service.openai;

import dev.ingot.foundry.service.http.Call;
import dev.ingot.foundry.service.http.Endpoint;
import dev.ingot.foundry.service.models.ModelPool;
import dev.ingot.foundry.service.openai.answer.Ids;
import dev.ingot.foundry.service.openai.request.ChatRequest;
import java.io.IOException;

/** {@code POST /v1/chat/completions}. */
record ChatEndpoint(ModelPool models, Ids ids) implements Endpoint {

    @Override
    public void handle(final Call call) throws IOException {
        final var request = ChatRequest.of(call.body());
        try (var lease = models.lease(request.model(), request.choices(), call.cancellation())) {
            request.keep().ifPresent(lease::keepFor);
            lease.use(generator -> new ChatRun(call, request, generator, ids).run());
        }
    }
}
