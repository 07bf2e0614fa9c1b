package dev.ingot.foundry.service.openai.answer;

import dev.ingot.chat.answer.ToolCall;
import dev.ingot.foundry.service.http.EventStream;
import dev.ingot.runtime.Token;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends chat completions in chunks. Thread-safe: several answers may be made at once. */
public final class ChatStream {

    private static final String USAGE = "usage";

    private final EventStream events;
    private final ChatJson json;
    private final boolean usage;

    /**
     * Begins.
     *
     * @param events where chunks are sent
     * @param json   writes them
     * @param usage  whether the last one says what the answer took; the others have a null then
     */
    public ChatStream(final EventStream events, final ChatJson json, final boolean usage) {
        this.events = events;
        this.json = json;
        this.usage = usage;
    }

    /**
     * Begins an answer.
     *
     * @param index of the answer
     * @return sends what it hears
     * @throws IOException if the client is gone
     */
    public ChoiceListener begin(final int index) throws IOException {
        send(index, Json.of("role", "assistant").and("content", "").and("refusal", null).map(), List.of(),
                null);
        return new ChoiceListener() {

            @Override
            public void content(final String text, final List<Token> tokens) throws IOException {
                if (!text.isEmpty() || json.logprobs().isPresent()) {
                    send(index, Map.of("content", text), tokens, null);
                }
            }

            @Override
            public void reasoning(final String text) throws IOException {
                send(index, Map.of("reasoning_content", text), List.of(), null);
            }

            @Override
            public void call(final int number, final ToolCall call) throws IOException {
                send(index, ChatJson.begun(number, call), List.of(), null);
                send(index, ChatJson.arguments(number, call), List.of(), null);
            }
        };
    }

    /**
     * Ends an answer.
     *
     * @param index  of the answer
     * @param choice the whole answer
     * @throws IOException if the client is gone
     */
    public void end(final int index, final Choice choice) throws IOException {
        send(index, Map.of(), List.of(), Finish.of(choice.generation().finishReason()));
    }

    private void send(final int index, final Map<String, ? extends @Nullable Object> delta,
            final List<Token> tokens, final @Nullable String reason) throws IOException {
        final Json chunk = json.chunk(index, delta, tokens, reason);
        events.send((usage ? chunk.and(USAGE, null) : chunk).map());
    }

    /**
     * Ends the stream.
     *
     * @param took what all answers took
     * @throws IOException if the client is gone
     */
    public void done(final Usage took) throws IOException {
        if (usage) {
            events.send(json.chunk(List.of()).and(USAGE, took.json()).map());
        }
        events.done();
    }
}
