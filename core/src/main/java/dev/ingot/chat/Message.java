package dev.ingot.chat;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation.
 *
 * @param role    system, user, assistant, tool, or what else the model's template knows
 * @param content its text
 * @param extra   further keys that templates read, such as {@code tool_calls}, {@code name} or {@code
 *                reasoning_content}: maps, lists, strings, numbers, booleans, null
 */
public record Message(String role, String content, Map<String, @Nullable Object> extra) {

    /** Copies the map. */
    public Message {
        extra = Collections.unmodifiableMap(new LinkedHashMap<>(extra));
    }

    /**
     * Makes a message without further keys.
     *
     * @param role    who speaks
     * @param content the text
     */
    public Message(final String role, final String content) {
        this(role, content, Map.of());
    }

    /**
     * Makes a system message.
     *
     * @param content the text
     * @return the message
     */
    public static Message system(final String content) {
        return new Message("system", content);
    }

    /**
     * Makes a user message.
     *
     * @param content the text
     * @return the message
     */
    public static Message user(final String content) {
        return new Message("user", content);
    }

    /**
     * Makes an assistant message.
     *
     * @param content the text
     * @return the message
     */
    public static Message assistant(final String content) {
        return new Message("assistant", content);
    }

    /**
     * Makes a message with the result of a tool.
     *
     * @param callId  id of the call
     * @param name    of the tool
     * @param content what it returned, usually JSON
     * @return the message
     */
    public static Message tool(final String callId, final String name, final String content) {
        final var extra = new LinkedHashMap<String, @Nullable Object>();
        extra.put("name", name);
        extra.put("tool_call_id", callId);
        return new Message("tool", content, extra);
    }
}
