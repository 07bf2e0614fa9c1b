package dev.ingot.foundry.service.openai.answer;

import dev.ingot.chat.answer.ToolCall;
import dev.ingot.runtime.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Chat completions as JSON.
 *
 * @param frame    of the answer
 * @param logprobs of tokens; empty if nobody asked for them
 */
public record ChatJson(Frame frame, Optional<LogprobText> logprobs) {

    /**
     * Returns a whole answer.
     *
     * @param choices in order
     * @param usage   what it took
     * @return the object {@code chat.completion}
     */
    public Map<String, @Nullable Object> completion(final List<Choice> choices, final Usage usage) {
        final var all = new ArrayList<Map<String, @Nullable Object>>();
        for (final Choice choice : choices) {
            all.add(Json.of("index", all.size()).and("message", message(choice))
                    .and("logprobs", logprobs(choice.contentTokens()))
                    .and("finish_reason", Finish.of(choice.generation().finishReason())).map());
        }
        return frame.object("chat.completion").and("choices", all).and("usage", usage.json()).map();
    }

    private static Map<String, @Nullable Object> message(final Choice choice) {
        final String content = choice.generation().content();
        final String reasoning = choice.generation().reasoning();
        final Json message = Json.of("role", "assistant")
                .and("content", content.isEmpty() && !choice.calls().isEmpty() ? null : content)
                .and("refusal", null);
        if (!reasoning.isEmpty()) {
            message.and("reasoning_content", reasoning);
        }
        if (!choice.calls().isEmpty()) {
            message.and("tool_calls", choice.calls().stream().map(it -> call(it).map()).toList());
        }
        return message.map();
    }

    private static Json call(final ToolCall call) {
        return Json.of("id", call.id()).and("type", "function").and("function",
                Json.of("name", call.name()).and("arguments", call.arguments()).map());
    }

    private @Nullable Object logprobs(final List<Token> tokens) {
        return logprobs.map(it -> Json.of("content", it.of(tokens)).and("refusal", null).map()).orElse(null);
    }

    /**
     * Returns a chunk.
     *
     * @param index  of the answer
     * @param delta  what is new of the message
     * @param tokens of its content
     * @param reason why the answer ended, or null
     * @return the object {@code chat.completion.chunk}
     */
    public Json chunk(final int index, final Map<String, ? extends @Nullable Object> delta,
            final List<Token> tokens, final @Nullable String reason) {
        return chunk(List.of(Json.of("index", index).and("delta", delta)
                .and("logprobs", tokens.isEmpty() ? null : logprobs(tokens)).and("finish_reason", reason)
                .map()));
    }

    /**
     * Returns a chunk with some choices, or none.
     *
     * @param choices in any order
     * @return the object {@code chat.completion.chunk}
     */
    public Json chunk(final List<Map<String, @Nullable Object>> choices) {
        return frame.object("chat.completion.chunk").and("choices", choices);
    }

    /**
     * Returns what a call's first chunk says of it.
     *
     * @param index of the call
     * @param call  whose arguments come later
     * @return the delta
     */
    static Map<String, @Nullable Object> begun(final int index, final ToolCall call) {
        return calls(Json.of("index", index).andAll(call(new ToolCall(call.id(), call.name(), "")).map()));
    }

    /**
     * Returns what a call's second chunk says of it.
     *
     * @param index of the call
     * @param call  with its arguments
     * @return the delta
     */
    static Map<String, @Nullable Object> arguments(final int index, final ToolCall call) {
        return calls(Json.of("index", index).and("function", Map.of("arguments", call.arguments())));
    }

    private static Map<String, @Nullable Object> calls(final Json call) {
        return Json.of("tool_calls", List.of(call.map())).map();
    }
}
