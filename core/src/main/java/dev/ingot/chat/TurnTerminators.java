package dev.ingot.chat;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the token that ends an assistant's turn. Fine-tunes of base models often leave it out of their configuration and
 * then never stop. It is read from what the template writes behind an assistant's message, not guessed from names of
 * tokens: the same name means different things in different families.
 */
public final class TurnTerminators {

    private static final String ANSWER = "Copper bells answer the morning";
    private static final Pattern TOKEN = Pattern.compile("<[^<>\\s]{1,60}>");

    /** In these families the token only closes one message of a turn. */
    private static final Map<String, String> NOT_FINAL = Map.of("gpt_oss", "<|end|>");

    private TurnTerminators() {}

    /**
     * Returns the text of the token that ends the assistant's turn. The caller makes sure that the tokenizer has such a
     * token.
     *
     * @param modelType {@code model_type} of config.json
     * @param template  the model's template
     * @return for example {@code <|im_end|>}; empty when the template writes no special token behind an assistant's
     *         message
     */
    public static Optional<String> of(final String modelType, final ChatTemplate template) {
        return TemplateProbe.of(template).history(Message.user("a"), Message.assistant(ANSWER))
                .flatMap(text -> Pieces.split(text, ANSWER))
                .flatMap(pieces -> leadingToken(pieces.getLast().strip(), template))
                .filter(token -> !token.equals(NOT_FINAL.get(modelType)));
    }

    private static Optional<String> leadingToken(final String text, final ChatTemplate template) {
        final Optional<String> known = template.specialTokens().values().stream()
                .filter(token -> !token.isEmpty() && text.startsWith(token))
                .max(Comparator.comparingInt(String::length));
        final Matcher matcher = TOKEN.matcher(text);
        return known.or(() -> matcher.lookingAt() ? Optional.of(matcher.group()) : Optional.empty());
    }
}
