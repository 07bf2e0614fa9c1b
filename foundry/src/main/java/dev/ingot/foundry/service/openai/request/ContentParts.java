package dev.ingot.foundry.service.openai.request;

import dev.ingot.foundry.service.http.HttpFailure;
import dev.ingot.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The text of messages, which is a string or a list of parts. Parts of text stand on lines of their own. */
public final class ContentParts {

    private static final String CONTENT = "content";
    private static final String REFUSAL = "refusal";
    private static final Set<String> TEXTS = Set.of("text", "input_text", "output_text");

    private ContentParts() {}

    /**
     * Reads a message's text.
     *
     * @param message with {@code content}
     * @return the text; empty where there is none
     * @throws HttpFailure with status 400 for parts that are no text
     */
    public static Optional<String> text(final JsonObject message) {
        return text(message, CONTENT);
    }

    /**
     * Reads a text.
     *
     * @param object that has it
     * @param key    where it stands
     * @return the text; empty where there is none
     * @throws HttpFailure with status 400 for parts that are no text
     */
    public static Optional<String> text(final JsonObject object, final String key) {
        return switch (object.raw(key)) {
            case null -> Optional.empty();
            case String text -> Optional.of(text);
            case List<?> _ -> object.objects(key).map(
                    parts -> parts.stream().map(ContentParts::part).collect(Collectors.joining("\n")));
            case Object other -> throw object.wrong(key, "a string or a list of parts", other);
        };
    }

    /**
     * Reads the text of an item of reasoning.
     *
     * @param item with parts of {@code content}; a summary is not what the model has thought
     * @return the text; empty where there is none
     */
    public static Optional<String> reasoning(final JsonObject item) {
        return item.objects(CONTENT).map(parts -> parts.stream().map(part -> part.string("text").orElse(""))
                .collect(Collectors.joining("\n")));
    }

    private static String part(final JsonObject part) {
        final String type = Values.text(part, "type");
        if (TEXTS.contains(type)) {
            return part.string("text").orElseThrow(() -> part.missing("text", "a string"));
        }
        if (type.equals(REFUSAL)) {
            return part.string(REFUSAL).orElseThrow(() -> part.missing(REFUSAL, "a string"));
        }
        throw HttpFailure.of(400, part.pathOf("type") + ": parts of the type " + type
                + " are not supported, models read text only", part.pathOf("type"), "unsupported_value");
    }
}
