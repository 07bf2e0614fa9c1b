package dev.ingot.foundry.service.openai.request;

import dev.ingot.chat.Message;
import dev.ingot.chat.answer.Answer;
import dev.ingot.chat.answer.ToolCall;
import dev.ingot.foundry.service.http.HttpFailure;
import dev.ingot.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The messages of a conversation, as chat templates see them. */
public final class Messages {

    private static final String TOOL = "tool";
    private static final String TOOL_CALLS = "tool_calls";
    private static final String CONTENT = "content";
    private static final String NAME = "name";

    private final List<Message> messages = new ArrayList<>();
    private final Map<String, String> tools = new HashMap<>(); // names by ids of calls

    private Messages() {}

    /**
     * Reads messages.
     *
     * @param request with {@code messages}
     * @return at least one
     * @throws HttpFailure with status 400 for roles and parts that are not supported
     */
    static List<Message> of(final JsonObject request) {
        final String key = "messages";
        final List<JsonObject> given = request.objects(key)
                .orElseThrow(() -> request.missing(key, "a list of messages"));
        if (given.isEmpty()) {
            throw request.wrong(key, "at least one message", given);
        }
        final var reader = new Messages();
        given.forEach(reader::add);
        return List.copyOf(reader.messages);
    }

    private void add(final JsonObject message) {
        final String role = Values.text(message, "role");
        switch (role) {
            case "system", "developer" -> messages.add(plain("system", message));
            case "user" -> messages.add(plain(role, message));
            case "assistant" -> messages.add(assistant(message));
            case TOOL -> messages.add(result(message));
            default -> throw message.wrong("role", "system, developer, user, assistant or tool", role);
        }
    }

    private static Message plain(final String role, final JsonObject message) {
        final String content = ContentParts.text(message)
                .orElseThrow(() -> message.missing(CONTENT, "a string or a list of parts"));
        return message.string(NAME).map(name -> new Message(role, content, Map.of(NAME, name)))
                .orElseGet(() -> new Message(role, content));
    }

    private Message assistant(final JsonObject message) {
        if (message.has("audio") || message.has("function_call")) {
            final String key = message.has("audio") ? "audio" : "function_call";
            throw HttpFailure.of(400, message.pathOf(key) + " is not supported", message.pathOf(key),
                    "unsupported_value");
        }
        final List<ToolCall> calls = message.objects(TOOL_CALLS).orElse(List.of()).stream().map(this::call)
                .toList();
        final String content = ContentParts.text(message).or(() -> message.string("refusal"))
                .orElseGet(() -> {
                    if (calls.isEmpty()) {
                        throw message.missing(CONTENT, "a string, or tool_calls beside it");
                    }
                    return "";
                });
        return new Answer(content, message.string("reasoning_content").orElse(""), calls).message();
    }

    private ToolCall call(final JsonObject call) {
        Values.word(call, "type", List.of("function"));
        final JsonObject function = call.object("function")
                .orElseThrow(() -> call.missing("function", "an object with name and arguments"));
        final String id = Values.text(call, "id");
        final String name = Values.text(function, NAME);
        tools.put(id, name);
        return call(id, name, function);
    }

    /**
     * Reads a call that the model has asked for.
     *
     * @param id       of the call
     * @param name     of the tool
     * @param function with {@code arguments}, JSON of an object as a string
     * @return the call, with an id for templates
     */
    public static ToolCall call(final String id, final String name, final JsonObject function) {
        final String arguments = function.string("arguments").filter(it -> !it.isBlank()).orElse("{}");
        final var call = new ToolCall(CallNames.forTemplates(id), name, arguments);
        if (!JsonTexts.isObject(arguments)) {
            throw function.wrong("arguments", "JSON of an object, as a string", arguments);
        }
        return call;
    }

    private Message result(final JsonObject message) {
        final String id = Values.text(message, "tool_call_id");
        final String content = ContentParts.text(message)
                .orElseThrow(() -> message.missing(CONTENT, "a string or a list of parts"));
        final String name = message.string(NAME).orElseGet(() -> tools.getOrDefault(id, ""));
        return Message.tool(CallNames.forTemplates(id), name, content);
    }
}
