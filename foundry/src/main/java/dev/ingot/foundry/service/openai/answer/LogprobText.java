package dev.ingot.foundry.service.openai.answer;

import dev.ingot.runtime.Logprobs;
import dev.ingot.runtime.Token;
import dev.ingot.runtime.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Log-probabilities of tokens as JSON. */
public final class LogprobText {

    /** JSON has no infinity; OpenAI writes this for what is impossible. */
    private static final double IMPOSSIBLE = -9999;

    private static final char BROKEN = '\uFFFD';

    private final Tokenizer tokenizer;

    /**
     * Prepares.
     *
     * @param tokenizer that knows the tokens' texts
     */
    public LogprobText(final Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /**
     * Returns tokens as chat completions have them.
     *
     * @param tokens with log-probabilities
     * @return an object for each token
     */
    public List<Map<String, @Nullable Object>> of(final List<Token> tokens) {
        final var result = new ArrayList<Map<String, @Nullable Object>>();
        for (final Token token : tokens) {
            token.logprobs().ifPresent(found -> result.add(one(token.id(), found.chosen())
                    .and("top_logprobs",
                            found.top().stream().map(it -> one(it.id(), it.logprob()).map()).toList())
                    .map()));
        }
        return result;
    }

    private Json one(final int id, final double logprob) {
        final String text = text(id);
        return Json.of("token", text).and("logprob", number(logprob)).and("bytes", bytes(id, text));
    }

    /** Bytes of half a character have no text that tells them: those are in the vocabulary. */
    private @Nullable List<Integer> bytes(final int id, final String text) {
        final byte[] bytes = text.indexOf(BROKEN) >= 0
                ? tokenizer.bytes(id)
                : text.getBytes(StandardCharsets.UTF_8);
        return bytes.length == 0 && !text.isEmpty()
                ? null
                : IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xFF).boxed().toList();
    }

    /**
     * Returns the text of a token.
     *
     * @param id of the token
     * @return its text, those of special tokens included
     */
    public String text(final int id) {
        return tokenizer.decode(new int[]{id}, false);
    }

    /**
     * Returns a log-probability as JSON can have it.
     *
     * @param logprob natural logarithm
     * @return with six digits behind the point
     */
    public static double number(final double logprob) {
        return Double.isFinite(logprob) ? Math.rint(logprob * 1e6) / 1e6 : IMPOSSIBLE;
    }

    /**
     * Returns the most probable tokens as completions have them.
     *
     * @param found of one token
     * @return log-probabilities by text; of tokens with the same text, the more probable one's
     */
    public Map<String, @Nullable Object> top(final Logprobs found) {
        final var json = new LinkedHashMap<String, @Nullable Object>();
        found.top().forEach(it -> json.putIfAbsent(text(it.id()), number(it.logprob())));
        return json;
    }
}
