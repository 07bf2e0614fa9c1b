package dev.ingot.foundry.service.openai.responses;

import dev.ingot.chat.Message;
import dev.ingot.chat.answer.Answer;
import dev.ingot.chat.answer.ToolCall;
import dev.ingot.foundry.service.http.Call;
import dev.ingot.foundry.service.http.EventStream;
import dev.ingot.foundry.service.openai.answer.Choice;
import dev.ingot.foundry.service.openai.answer.Ids;
import dev.ingot.foundry.service.openai.answer.Json;
import dev.ingot.foundry.service.openai.answer.LogprobText;
import dev.ingot.foundry.service.openai.answer.Preparation;
import dev.ingot.foundry.service.openai.answer.Usage;
import dev.ingot.foundry.service.openai.request.CallNames;
import dev.ingot.runtime.FinishReason;
import dev.ingot.runtime.Generation;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.PendingAnswer;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request of a response, whole or as events. */
final class ResponseRun {

    private static final String RESPONSE = "response";

    private final Call call;
    private final ResponseRequest request;
    private final List<Message> before;
    private final Ids ids;
    private final ResponseStore store;
    private final ResponseJson json;
    private @Nullable Events begun;

    ResponseRun(final Call call, final ResponseRequest request, final List<Message> before, final Ids ids,
            final ResponseStore store) {
        this.call = call;
        this.request = request;
        this.before = before;
        this.ids = ids;
        this.store = store;
        json = new ResponseJson(request, ids.next("resp_"), Instant.now().getEpochSecond());
    }

    /** Answers. What is wrong with the request shows before the first event is sent. */
    void run(final Generator generator) throws IOException {
        final var options = request.options().cancellation(call.cancellation());
        Preparation.checkBias(options.sampling(), generator);
        final var session = request.session(generator, before, options);
        try (var pending = Preparation.of(call, session, generator, "input", options)) {
            final Optional<LogprobText> logprobs = options.logprobs().isPresent()
                    ? Optional.of(new LogprobText(generator.tokenizer()))
                    : Optional.empty();
            if (!request.stream()) {
                final var output = new Output(new Events(Optional.empty()), ids, logprobs);
                call.reply(200, complete(pending, output));
                return;
            }
            stream(pending, call.events(), logprobs);
        }
    }

    private void stream(final PendingAnswer pending, final EventStream stream,
            final Optional<LogprobText> logprobs) throws IOException {
        final var events = new Events(Optional.of(stream));
        begun = events;
        final var begin = json.in("in_progress", List.of(), Map.of());
        events.send("response.created", Json.of(RESPONSE, begin));
        events.send("response.in_progress", Json.of(RESPONSE, begin));
        final var done = complete(pending, new Output(events, ids, logprobs));
        events.send("response." + done.get("status"), Json.of(RESPONSE, done));
    }

    /** Ends a stream that has begun in the way that responses have for it; fails with {@code thrown} if none has. */
    void fail(final RuntimeException thrown) throws IOException {
        final @Nullable Events events = begun;
        if (events == null) {
            throw thrown;
        }
        final String message = String.valueOf(call.failure(thrown).getMessage());
        events.send("response.failed", Json.of(RESPONSE, json.in("failed", List.of(),
                Map.of("error", Json.of("code", "server_error").and("message", message).map()))));
    }

    private Map<String, @Nullable Object> complete(final PendingAnswer pending, final Output output)
            throws IOException {
        final Choice choice = Choice.make(call, pending, ids, output, () -> {});
        final FinishReason reason = choice.generation().finishReason();
        final boolean complete = reason == FinishReason.STOP || reason == FinishReason.TOOL_CALLS;
        final Json extra = Json.of("usage", Usage.of(List.of(choice)).responseJson());
        if (!complete) {
            extra.and("incomplete_details", Map.of("reason", "max_output_tokens"));
        }
        final var done = json.in(complete ? "completed" : "incomplete", output.end(complete), extra.map());
        if (request.store()) {
            store.add(new StoredResponse(json.id(), done, request.input().items(), said(choice)));
        }
        return done;
    }

    private List<Message> said(final Choice choice) {
        final var said = new ArrayList<>(before);
        said.addAll(request.input().messages());
        final Generation made = choice.generation();
        said.add(new Answer(made.content(), made.reasoning(), choice.calls().stream()
                .map(it -> new ToolCall(CallNames.forTemplates(it.id()), it.name(), it.arguments())).toList())
                .message());
        return said;
    }
}
