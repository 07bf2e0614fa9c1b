package dev.ingot.foundry.service.openai.responses;

import dev.ingot.foundry.service.openai.answer.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message, or reasoning, that grows: an item of one part. For one thread. */
final class OpenText {

    private final Events events;
    private final boolean reasoning;
    private final String id;
    private final int index;
    private final StringBuilder text = new StringBuilder();
    private final List<Map<String, @Nullable Object>> logprobs = new ArrayList<>();

    /** Begins nothing yet; {@code index} is the item's place among all. */
    OpenText(final Events events, final boolean reasoning, final String id, final int index) {
        this.events = events;
        this.reasoning = reasoning;
        this.id = id;
        this.index = index;
    }

    boolean isReasoning() {
        return reasoning;
    }

    void begin() throws IOException {
        events.send("response.output_item.added",
                Json.of("output_index", index).and("item", item("in_progress", List.of())));
        events.send("response.content_part.added", place().and("part", part("")));
    }

    void add(final String piece, final List<Map<String, @Nullable Object>> tokens) throws IOException {
        text.append(piece);
        logprobs.addAll(tokens);
        final Json delta = place().and("delta", piece);
        events.send(type("delta"), reasoning ? delta : delta.and("logprobs", tokens));
    }

    Map<String, @Nullable Object> end(final String status) throws IOException {
        final Json done = place().and("text", text.toString());
        events.send(type("done"), reasoning ? done : done.and("logprobs", List.copyOf(logprobs)));
        final var part = part(text.toString());
        events.send("response.content_part.done", place().and("part", part));
        final var item = item(status, List.of(part));
        events.send("response.output_item.done", Json.of("output_index", index).and("item", item));
        return item;
    }

    private String type(final String what) {
        return (reasoning ? "response.reasoning_text." : "response.output_text.") + what;
    }

    private Json place() {
        return Json.of("item_id", id).and("output_index", index).and("content_index", 0);
    }

    private Map<String, @Nullable Object> part(final String whole) {
        return reasoning
                ? Json.of("type", "reasoning_text").and("text", whole).map()
                : Json.of("type", "output_text").and("text", whole).and("annotations", List.of())
                        .and("logprobs", List.copyOf(logprobs)).map();
    }

    private Map<String, @Nullable Object> item(final String status,
            final List<Map<String, @Nullable Object>> parts) {
        final Json item = Json.of("id", id).and("type", reasoning ? "reasoning" : "message")
                .and("status", status);
        return reasoning
                ? item.and("summary", List.of()).and("content", parts).map()
                : item.and("role", "assistant").and("content", parts).map();
    }
}
