package dev.ingot.chat;

import java.time.Clock;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a chat template sees besides the messages. Immutable: the {@code with} methods return changed copies.
 *
 * @param addGenerationPrompt whether the assistant's turn is opened after the last message
 * @param tools               tool descriptions as JSON values, usually maps; templates see {@code none} when empty
 * @param kwargs              further variables, such as {@code enable_thinking} or {@code documents}: maps, lists,
 *                            strings, numbers, booleans, null; they win over everything else of the same name
 * @param clock               what {@code strftime_now} reads
 */
public record ChatOptions(boolean addGenerationPrompt, List<?> tools, Map<String, @Nullable Object> kwargs,
        Clock clock) {

    /** Copies list and map. */
    public ChatOptions {
        tools = List.copyOf(tools);
        kwargs = Collections.unmodifiableMap(new LinkedHashMap<>(kwargs));
        Objects.requireNonNull(clock, "clock");
    }

    /**
     * Returns options for a prompt that the model shall answer: the assistant's turn is opened.
     *
     * @return the options, with the system's clock and nothing else
     */
    public static ChatOptions forGeneration() {
        return new ChatOptions(true, List.of(), Map.of(), Clock.system(ZoneId.systemDefault()));
    }

    /**
     * Returns options for a conversation as it stands, without an open turn.
     *
     * @return the options, with the system's clock and nothing else
     */
    public static ChatOptions forHistory() {
        return forGeneration().withGenerationPrompt(false);
    }

    /**
     * Says whether the assistant's turn is opened.
     *
     * @param add true to open it
     * @return the changed copy
     */
    public ChatOptions withGenerationPrompt(final boolean add) {
        return new ChatOptions(add, tools, kwargs, clock);
    }

    /**
     * Replaces the tools.
     *
     * @param descriptions JSON values, usually maps of the form {@code {type: function, function: {...}}}
     * @return the changed copy
     */
    public ChatOptions withTools(final List<?> descriptions) {
        return new ChatOptions(addGenerationPrompt, descriptions, kwargs, clock);
    }

    /**
     * Adds a variable.
     *
     * @param name  its name in the template
     * @param value map, list, string, number, boolean or null
     * @return the changed copy
     */
    public ChatOptions with(final String name, final @Nullable Object value) {
        final var more = new LinkedHashMap<String, @Nullable Object>(kwargs);
        more.put(name, value);
        return new ChatOptions(addGenerationPrompt, tools, more, clock);
    }

    /**
     * Replaces the clock.
     *
     * @param other what {@code strftime_now} reads; its zone counts
     * @return the changed copy
     */
    public ChatOptions withClock(final Clock other) {
        return new ChatOptions(addGenerationPrompt, tools, kwargs, other);
    }
}
