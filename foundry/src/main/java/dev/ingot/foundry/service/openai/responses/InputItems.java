package dev.ingot.foundry.service.openai.responses;

import dev.ingot.chat.Message;
import dev.ingot.chat.answer.Answer;
import dev.ingot.chat.answer.ToolCall;
import dev.ingot.foundry.service.http.HttpFailure;
import dev.ingot.foundry.service.openai.answer.Ids;
import dev.ingot.foundry.service.openai.answer.Json;
import dev.ingot.foundry.service.openai.request.CallNames;
import dev.ingot.foundry.service.openai.request.ContentParts;
import dev.ingot.foundry.service.openai.request.Messages;
import dev.ingot.foundry.service.openai.request.Values;
import dev.ingot.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The input of a response: a text, or items. What belongs to one turn of the assistant - reasoning, text, calls - becomes one
 * message, as chat templates want it.
 */
final class InputItems {

    private static final String INPUT = "input";
    private static final String MESSAGE = "message";
    private static final String CALL_ID = "call_id";

    private final List<Message> messages = new ArrayList<>();
    private final List<Map<String, @Nullable Object>> items = new ArrayList<>();
    private final Map<String, String> tools = new HashMap<>(); // names by ids of calls
    private final List<ToolCall> calls = new ArrayList<>(); // of the open turn
    private final StringBuilder content = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final Ids ids;

    private InputItems(final Ids ids) {
        this.ids = ids;
    }

    /** Reads the input of a request. */
    static InputItems of(final JsonObject request, final Ids ids) {
        final var reader = new InputItems(ids);
        switch (request.raw(INPUT)) {
            case null -> throw request.missing(INPUT, "a string or a list of items");
            case String text -> reader.text(text);
            case Object _ -> {
                final List<JsonObject> given = request.objects(INPUT).orElseThrow();
                if (given.isEmpty()) {
                    throw request.wrong(INPUT, "at least one item", given);
                }
                given.forEach(reader::add);
                reader.endTurn();
            }
        }
        return reader;
    }

    /** Returns the messages. */
    List<Message> messages() {
        return List.copyOf(messages);
    }

    /** Returns the items as they are listed. */
    List<Map<String, @Nullable Object>> items() {
        return List.copyOf(items);
    }

    private void text(final String text) {
        messages.add(Message.user(text));
        items.add(Json.of("id", ids.next("msg_")).and("type", MESSAGE).and("status", "completed")
                .and("role", "user")
                .and("content", List.of(Map.of("type", "input_text", "text", text))).map());
    }

    private void add(final JsonObject item) {
        final String type = item.string("type").orElse(MESSAGE);
        switch (type) {
            case MESSAGE -> message(item);
            case "reasoning" -> reasoning(item);
            case "function_call" -> call(item);
            case "function_call_output" -> result(item);
            default -> throw HttpFailure.of(400, item.pathOf("type") + ": items of the type " + type
                    + " are not supported", item.pathOf("type"), "unsupported_value");
        }
        final Json listed = Json.of("id", item.string("id").orElseGet(() -> ids.next(prefix(type))))
                .and("type", type);
        listed.map().putAll(item.without(List.of("id", "type")).asMap());
        items.add(listed.map());
    }

    private static String prefix(final String type) {
        return switch (type) {
            case MESSAGE -> "msg_";
            case "reasoning" -> "rs_";
            case "function_call" -> "fc_";
            default -> "fco_";
        };
    }

    private void message(final JsonObject item) {
        final String role = Values.text(item, "role");
        final String text = ContentParts.text(item)
                .orElseThrow(() -> item.missing("content", "a string or a list of parts"));
        switch (role) {
            case "assistant" -> {
                if (!calls.isEmpty() || !content.isEmpty()) {
                    endTurn();
                }
                content.append(text);
            }
            case "user" -> other(Message.user(text));
            case "system", "developer" -> other(Message.system(text));
            default -> throw item.wrong("role", "user, assistant, system or developer", role);
        }
    }

    private void other(final Message message) {
        endTurn();
        messages.add(message);
    }

    private void reasoning(final JsonObject item) {
        if (!calls.isEmpty() || !content.isEmpty()) {
            endTurn();
        }
        ContentParts.reasoning(item).ifPresent(reasoning::append);
    }

    private void call(final JsonObject item) {
        final String id = Values.text(item, CALL_ID);
        final String name = Values.text(item, "name");
        tools.put(id, name);
        calls.add(Messages.call(id, name, item));
    }

    private void result(final JsonObject item) {
        final String id = Values.text(item, CALL_ID);
        final String output = ContentParts.text(item, "output")
                .orElseThrow(() -> item.missing("output", "a string or a list of parts"));
        other(Message.tool(CallNames.forTemplates(id), tools.getOrDefault(id, ""), output));
    }

    private void endTurn() {
        if (!content.isEmpty() || !reasoning.isEmpty() || !calls.isEmpty()) {
            messages.add(new Answer(content.toString(), reasoning.toString(), calls).message());
            content.setLength(0);
            reasoning.setLength(0);
            calls.clear();
        }
    }
}
