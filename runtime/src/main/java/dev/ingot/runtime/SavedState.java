package dev.ingot.runtime;

import dev.ingot.chat.ChatOptions;
import dev.ingot.chat.Message;
import dev.ingot.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a conversation remembers, besides the model's state. Written as JSON.
 *
 * @param messages what was said
 * @param dropped  how many of them the model is no longer shown
 * @param policy   when there is no room
 * @param asked    what else the chat template sees
 * @param adapter  asked for by its options
 * @param calls    of tools so far
 */
record SavedState(List<Message> messages, int dropped, ContextPolicy policy, ChatOptions asked,
        Optional<String> adapter, int calls) {

    /** Variables of the template that are the conversation itself. */
    static final List<String> OWN = List.of("add_generation_prompt", "messages");

    Map<String, @Nullable Object> toJson() {
        final var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("messages", messages.stream().map(SavedState::json).toList());
        json.put("dropped", dropped);
        json.put("policy", policy.name());
        json.put("tools", asked.tools());
        json.put("variables", asked.kwargs());
        json.put("adapter", adapter.orElse(null));
        json.put("calls", calls);
        return json;
    }

    private static Map<String, @Nullable Object> json(final Message message) {
        return new LinkedHashMap<>(Map.of("role", message.role(), "content", message.content(), "extra",
                message.extra()));
    }

    static SavedState parse(final JsonObject json, final SavedAdapters adapters) {
        final List<Message> messages = json.objects("messages").orElse(List.of()).stream()
                .map(SavedState::message).toList();
        final int dropped = json.integer("dropped").orElse(0);
        if (dropped < 0 || dropped > messages.size() - Turns.system(messages)) {
            throw json.wrong("dropped", "as many as there are", dropped);
        }
        final int calls = json.integer("calls").orElse(0);
        if (calls < 0) {
            throw json.wrong("calls", "0 or more", calls);
        }
        return new SavedState(messages, dropped, policy(json), asked(json),
                json.string("adapter").map(adapters::here), calls);
    }

    @SuppressWarnings("NullAway") // class files lose what a record's constructor says of its parameters
    private static Message message(final JsonObject json) {
        return new Message(json.string("role").orElseThrow(() -> json.missing("role", "a role")),
                json.string("content").orElseThrow(() -> json.missing("content", "a text")),
                values(json, "extra"));
    }

    private static Map<String, @Nullable Object> values(final JsonObject json, final String key) {
        final Optional<JsonObject> found = json.object(key);
        return found.isEmpty() ? new LinkedHashMap<>() : found.get().asMap();
    }

    private static ContextPolicy policy(final JsonObject json) {
        final String name = json.string("policy").orElse("");
        for (final ContextPolicy policy : ContextPolicy.values()) {
            if (policy.name().equals(name)) {
                return policy;
            }
        }
        throw json.wrong("policy", List.of(ContextPolicy.values()).toString(), name);
    }

    private static ChatOptions asked(final JsonObject json) {
        ChatOptions options = ChatOptions.forGeneration();
        if (json.raw("tools") instanceof List<?> tools) {
            options = options.withTools(new ArrayList<>(tools));
        }
        for (final var variable : values(json, "variables").entrySet()) {
            if (OWN.contains(variable.getKey())) {
                throw json.wrong("variables", "none of " + OWN, variable.getKey());
            }
            options = options.with(variable.getKey(), variable.getValue());
        }
        return options;
    }
}
