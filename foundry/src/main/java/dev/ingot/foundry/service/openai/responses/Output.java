package dev.ingot.foundry.service.openai.responses;

import dev.ingot.chat.answer.ToolCall;
import dev.ingot.foundry.service.openai.answer.ChoiceListener;
import dev.ingot.foundry.service.openai.answer.Ids;
import dev.ingot.foundry.service.openai.answer.Json;
import dev.ingot.foundry.service.openai.answer.LogprobText;
import dev.ingot.runtime.Token;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The items of a response while the answer is made, and the events that tell of them. For one thread. */
final class Output implements ChoiceListener {

    private final Events events;
    private final Ids ids;
    private final Optional<LogprobText> logprobs;
    private final List<Map<String, @Nullable Object>> items = new ArrayList<>();
    private @Nullable OpenText open;

    Output(final Events events, final Ids ids, final Optional<LogprobText> logprobs) {
        this.events = events;
        this.ids = ids;
        this.logprobs = logprobs;
    }

    @Override
    public void content(final String text, final List<Token> tokens) throws IOException {
        if (!text.isEmpty() || (open != null && !open.isReasoning())) {
            text(false).add(text, logprobs.map(it -> it.of(tokens)).orElse(List.of()));
        }
    }

    @Override
    public void reasoning(final String text) throws IOException {
        text(true).add(text, List.of());
    }

    private OpenText text(final boolean reasoning) throws IOException {
        OpenText current = open;
        if (current == null || current.isReasoning() != reasoning) {
            close();
            current = new OpenText(events, reasoning, ids.next(reasoning ? "rs_" : "msg_"), items.size());
            current.begin();
            open = current;
        }
        return current;
    }

    @Override
    public void call(final int index, final ToolCall call) throws IOException {
        close();
        final String id = ids.next("fc_");
        final int place = items.size();
        events.send("response.output_item.added", Json.of("output_index", place).and("item",
                item(id, call, "", "in_progress")));
        events.send("response.function_call_arguments.delta", Json.of("item_id", id)
                .and("output_index", place).and("delta", call.arguments()));
        events.send("response.function_call_arguments.done", Json.of("item_id", id)
                .and("output_index", place).and("name", call.name()).and("arguments", call.arguments()));
        final var item = item(id, call, call.arguments(), "completed");
        items.add(item);
        events.send("response.output_item.done", Json.of("output_index", place).and("item", item));
    }

    private static Map<String, @Nullable Object> item(final String id, final ToolCall call,
            final String arguments, final String status) {
        return Json.of("id", id).and("type", "function_call").and("status", status)
                .and("call_id", call.id()).and("name", call.name()).and("arguments", arguments).map();
    }

    /** Ends what is open; {@code complete} is whether the model has said all it wanted. */
    List<Map<String, @Nullable Object>> end(final boolean complete) throws IOException {
        if (items.isEmpty() && open == null) {
            text(false);
        }
        if (open != null) {
            items.add(open.end(complete ? "completed" : "incomplete"));
            open = null;
        }
        return items;
    }

    private void close() throws IOException {
        if (open != null) {
            items.add(open.end("completed"));
            open = null;
        }
    }
}
