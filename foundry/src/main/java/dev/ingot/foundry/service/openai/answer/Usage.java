package dev.ingot.foundry.service.openai.answer;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request took.
 *
 * @param prompt    tokens of the prompt, or of all prompts
 * @param cached    of these, those that needed not be computed
 * @param completion tokens generated, ends of sequences included
 * @param reasoning of these, those of reasoning
 */
public record Usage(int prompt, int cached, int completion, int reasoning) {

    /**
     * Adds up what the answers to one prompt took.
     *
     * @param choices at least one
     * @return the prompt once, the answers all
     */
    public static Usage of(final List<Choice> choices) {
        final var first = choices.getFirst().generation();
        return new Usage(first.promptTokens().size(), first.cachedTokens(),
                choices.stream().mapToInt(it -> it.generation().timings().tokens()).sum(),
                choices.stream().mapToInt(Choice::reasoningTokens).sum());
    }

    /**
     * Returns it as chat completions have it.
     *
     * @return the object {@code usage}
     */
    public Map<String, @Nullable Object> json() {
        return Json.of("prompt_tokens", prompt).and("completion_tokens", completion)
                .and("total_tokens", prompt + completion)
                .and("prompt_tokens_details", Map.of("cached_tokens", cached))
                .and("completion_tokens_details", Map.of("reasoning_tokens", reasoning)).map();
    }

    /**
     * Returns it as responses have it.
     *
     * @return the object {@code usage}
     */
    public Map<String, @Nullable Object> responseJson() {
        return Json.of("input_tokens", prompt)
                .and("input_tokens_details",
                        Json.of("cached_tokens", cached).and("cache_write_tokens", 0).map())
                .and("output_tokens", completion)
                .and("output_tokens_details", Map.of("reasoning_tokens", reasoning))
                .and("total_tokens", prompt + completion).map();
    }
}
