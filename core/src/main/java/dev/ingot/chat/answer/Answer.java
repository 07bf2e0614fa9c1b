package dev.ingot.chat.answer;

import dev.ingot.chat.Message;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer taken apart.
 *
 * @param content   what the user shall read
 * @param reasoning what the model thought before; empty if nothing
 * @param toolCalls tools to be called, in the order of the answer
 */
public record Answer(String content, String reasoning, List<ToolCall> toolCalls) {

    /** Copies the list. */
    public Answer {
        toolCalls = List.copyOf(toolCalls);
    }

    /**
     * Makes one of nothing but content.
     *
     * @param content what the user shall read
     */
    public Answer(final String content) {
        this(content, "", List.of());
    }

    /**
     * Puts parts together.
     *
     * @param parts of one answer, in order
     * @return the answer
     */
    public static Answer of(final List<AnswerPart> parts) {
        final var content = new StringBuilder();
        final var reasoning = new StringBuilder();
        for (final AnswerPart part : parts) {
            switch (part) {
                case AnswerPart.Content it -> content.append(it.text());
                case AnswerPart.Reasoning it -> reasoning.append(it.text());
                case AnswerPart.Call ignored -> {
                }
            }
        }
        return new Answer(content.toString(), reasoning.toString(),
                parts.stream().filter(AnswerPart.Call.class::isInstance).map(AnswerPart.Call.class::cast)
                        .map(AnswerPart.Call::call).toList());
    }

    /**
     * Returns it as a message of a conversation, with the keys that chat templates read: {@code tool_calls}, and the
     * reasoning as {@code reasoning_content} and as {@code thinking}. Templates decide what of it later turns shall see.
     *
     * @return the assistant's message
     */
    public Message message() {
        final var extra = new LinkedHashMap<String, @Nullable Object>();
        if (!reasoning.isEmpty()) {
            extra.put("reasoning_content", reasoning);
            extra.put("thinking", reasoning);
        }
        if (!toolCalls.isEmpty()) {
            extra.put("tool_calls", toolCalls.stream().map(ToolCall::forTemplates).toList());
        }
        return new Message("assistant", content, extra);
    }
}
