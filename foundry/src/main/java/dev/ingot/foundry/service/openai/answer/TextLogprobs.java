package dev.ingot.foundry.service.openai.answer;

import dev.ingot.runtime.Logprobs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Log-probabilities as completions have them: lists side by side. For one thread. */
public final class TextLogprobs {

    private final LogprobText texts;
    private final List<String> tokens = new ArrayList<>();
    private final List<@Nullable Double> values = new ArrayList<>();
    private final List<Map<String, @Nullable Object>> tops = new ArrayList<>();
    private final List<Integer> offsets = new ArrayList<>();

    /**
     * Begins with none.
     *
     * @param texts of tokens
     */
    public TextLogprobs(final LogprobText texts) {
        this.texts = texts;
    }

    /**
     * Makes another one that begins with the same.
     *
     * @return changed independently of this
     */
    public TextLogprobs copy() {
        final var copy = new TextLogprobs(texts);
        copy.tokens.addAll(tokens);
        copy.values.addAll(values);
        copy.tops.addAll(tops);
        copy.offsets.addAll(offsets);
        return copy;
    }

    /**
     * Adds a token that nothing comes before, so that it has no probability.
     *
     * @param id of the token
     */
    public void addFirst(final int id) {
        tokens.add(texts.text(id));
        values.add(null);
        tops.add(Map.of());
        offsets.add(0);
    }

    /**
     * Adds a token.
     *
     * @param id     of the token
     * @param found  how probable it was
     * @param offset in characters, where its text begins
     */
    public void add(final int id, final Logprobs found, final int offset) {
        tokens.add(texts.text(id));
        values.add(LogprobText.number(found.chosen()));
        tops.add(texts.top(found));
        offsets.add(offset);
    }

    /**
     * Returns what was added.
     *
     * @return the object {@code logprobs}
     */
    public Map<String, @Nullable Object> json() {
        return Json.of("tokens", List.copyOf(tokens)).and("token_logprobs", new ArrayList<>(values))
                .and("top_logprobs", List.copyOf(tops)).and("text_offset", List.copyOf(offsets)).map();
    }
}
