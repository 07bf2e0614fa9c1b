package dev.ingot.foundry.validate.score;

import dev.ingot.error.ModelFormatException;
import dev.ingot.json.JsonFiles;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How many words two texts have in common, as the evaluation script of SQuAD 2.0 computes it (Rajpurkar et al. 2018,
 * {@code compute_f1}): with the words that both have, each as often as in the text that has it less often, the harmonic mean
 * of their part of the one and of the other. Texts without words are alike when both are.
 */
public final class TokenF1 {

    private static final Path NOWHERE = Path.of("text");
    private static final int LONGEST_NUMBER = 1_000;
    private static final Pattern NUMBER = Pattern
            .compile("[+-]?[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]{1,8})?");

    private TokenF1() {}

    /**
     * Compares an answer with the one that was expected. Where both are JSON objects or arrays, each key is a word, and each
     * value that is no text: numbers by their value, so that -4.0 and -4 are one and 40 is another. Texts are cut into theirs,
     * but for those that are a number.
     *
     * @param expected the right answer
     * @param answer   what was answered
     * @return from 0, nothing in common, to 1
     */
    public static double of(final String expected, final String answer) {
        final Optional<List<String>> left = flat(expected);
        final Optional<List<String>> right = flat(answer);
        return left.isPresent() && right.isPresent()
                ? of(left.get(), right.get())
                : of(Words.of(expected), Words.of(answer));
    }

    /**
     * Compares words.
     *
     * @param expected those of the right answer
     * @param answer   those of what was answered
     * @return from 0, nothing in common, to 1
     */
    static double of(final List<String> expected, final List<String> answer) {
        if (expected.isEmpty() || answer.isEmpty()) {
            return expected.isEmpty() && answer.isEmpty() ? 1 : 0;
        }
        final var left = new HashMap<String, Integer>();
        expected.forEach(word -> left.merge(word, 1, Integer::sum));
        int common = 0;
        for (final String word : answer) {
            final int rest = left.getOrDefault(word, 0);
            if (rest > 0) {
                left.put(word, rest - 1);
                common++;
            }
        }
        return 2.0 * common / (expected.size() + answer.size());
    }

    private static Optional<List<String>> flat(final String text) {
        if (!text.stripLeading().startsWith("{") && !text.stripLeading().startsWith("[")) {
            return Optional.empty();
        }
        try {
            final var words = new ArrayList<String>();
            add(words, JsonFiles.parseExact(NOWHERE, text));
            return Optional.of(words);
        } catch (ModelFormatException e) {
            return Optional.empty();
        }
    }

    private static void add(final List<String> words, final @Nullable Object value) {
        switch (value) {
            case Map<?, ?> map -> map.forEach((key, member) -> {
                words.add(String.valueOf(key));
                add(words, member);
            });
            case Collection<?> list -> list.forEach(element -> add(words, element));
            case String text -> words.addAll(number(text).map(List::of).orElseGet(() -> Words.of(text)));
            case Number number -> words.add(number(number.toString()).orElse(number.toString()));
            case null -> words.add("null");
            default -> words.add(value.toString());
        }
    }

    /** One word for each value, however it is written: sign and point are part of it. */
    private static Optional<String> number(final String text) {
        return text.length() <= LONGEST_NUMBER && NUMBER.matcher(text).matches()
                ? Optional.of(new BigDecimal(text).stripTrailingZeros().toString())
                : Optional.empty();
    }
}
