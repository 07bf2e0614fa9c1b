package dev.ingot.foundry.service.openai;

import dev.ingot.foundry.service.http.Call;
import dev.ingot.foundry.service.http.Endpoint;
import dev.ingot.foundry.service.http.HttpFailure;
import dev.ingot.foundry.service.models.ModelPool;
import dev.ingot.foundry.service.openai.answer.Json;
import dev.ingot.foundry.service.openai.answer.Preparation;
import dev.ingot.foundry.service.openai.answer.Vectors;
import dev.ingot.foundry.service.openai.request.EmbeddingRequest;
import dev.ingot.runtime.EmbeddingOptions;
import dev.ingot.runtime.Generator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/embeddings}. */
record EmbeddingEndpoint(ModelPool models) implements Endpoint {

    @Override
    public void handle(final Call call) throws IOException {
        final var request = EmbeddingRequest.of(call.body());
        try (var lease = models.lease(request.model(), 1, call.cancellation())) {
            request.keep().ifPresent(lease::keepFor);
            lease.use(generator -> embed(call, request, generator));
        }
    }

    private static void embed(final Call call, final EmbeddingRequest request, final Generator generator)
            throws IOException {
        final List<int[]> inputs = request.inputs().tokens(generator, "input", call.cancellation());
        check(inputs, generator);
        call.reply(200, answer(call, request, inputs, generator));
    }

    /** All inputs are looked at before the first is computed. */
    private static void check(final List<int[]> inputs, final Generator generator) {
        for (int i = 0; i < inputs.size(); i++) {
            final int length = inputs.get(i).length;
            final String param = inputs.size() == 1 ? "input" : "input[" + i + "]";
            if (length == 0 || length > generator.contextLength()) {
                throw HttpFailure.of(400, param + ": expected 1 to " + generator.contextLength()
                        + " tokens, found " + length, param, "context_length_exceeded");
            }
            for (final int id : inputs.get(i)) {
                Preparation.checkToken(id, generator, param);
            }
        }
    }

    private static Map<String, @Nullable Object> answer(final Call call, final EmbeddingRequest request,
            final List<int[]> inputs, final Generator generator) {
        final var embedder = generator.embedder(EmbeddingOptions.DEFAULT.cancellation(call.cancellation()));
        final var data = new ArrayList<Map<String, @Nullable Object>>();
        int tokens = 0;
        for (final int[] input : inputs) {
            final float[] vector = Vectors.shortened(embedder.embed(input), request.dimensions());
            data.add(Json.of("object", "embedding").and("index", data.size())
                    .and("embedding", request.base64() ? Vectors.base64(vector) : Vectors.numbers(vector))
                    .map());
            tokens += input.length;
        }
        return Json.of("object", "list").and("data", data).and("model", request.model())
                .and("usage", Json.of("prompt_tokens", tokens).and("total_tokens", tokens).map()).map();
    }
}
