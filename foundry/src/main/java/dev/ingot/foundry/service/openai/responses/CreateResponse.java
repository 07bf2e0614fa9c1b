package dev.ingot.foundry.service.openai.responses;

import dev.ingot.chat.Message;
import dev.ingot.foundry.service.http.Call;
import dev.ingot.foundry.service.http.Endpoint;
import dev.ingot.foundry.service.http.HttpFailure;
import dev.ingot.foundry.service.models.Lease;
import dev.ingot.foundry.service.models.ModelPool;
import dev.ingot.foundry.service.openai.answer.Ids;
import java.io.IOException;
import java.util.List;

/** {@code POST /v1/responses}. */
record CreateResponse(ModelPool models, Ids ids, ResponseStore store) implements Endpoint {

    @Override
    public void handle(final Call call) throws IOException {
        final var request = ResponseRequest.of(call.body(), ids);
        final List<Message> before = request.previous().map(this::before).orElse(List.of());
        try (var lease = models.lease(request.model(), 1, call.cancellation())) {
            request.keep().ifPresent(lease::keepFor);
            answer(lease, new ResponseRun(call, request, before, ids, store));
        }
    }

    private static void answer(final Lease lease, final ResponseRun run) throws IOException {
        try {
            lease.use(run::run);
        } catch (RuntimeException e) {
            run.fail(e);
        }
    }

    private List<Message> before(final String id) {
        return store.find(id).orElseThrow(() -> HttpFailure.of(400,
                "previous_response_id: no response of the id \"" + id
                        + "\" is kept: send the conversation as input",
                "previous_response_id",
                "previous_response_not_found")).messages();
    }
}
