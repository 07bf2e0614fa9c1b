package dev.ingot.chat.answer;

import dev.ingot.json.JsonFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call as it was read, before it has an id of its own.
 *
 * @param id        the model's, if it wrote one
 * @param name      of the tool
 * @param arguments a JSON object on one line
 */
record CallText(Optional<String> id, String name, String arguments) {

    private static final String FUNCTION = "function";

    /** Makes one of a name and a value, which must be an object, or a string that holds one. */
    static Optional<CallText> of(final Optional<String> id, final String name,
            final @Nullable Object arguments) {
        final Optional<Object> value = arguments instanceof String text
                ? Cursor.parse(text)
                : Optional.ofNullable(arguments);
        return value.filter(Map.class::isInstance).filter(it -> !name.isEmpty())
                .map(it -> new CallText(id, name, JsonFiles.compact(it)));
    }

    /**
     * Reads JSON of the form {@code {"name": ..., "arguments": {...}}}, or a list of such.
     *
     * @param json     an object or a list
     * @param explicit whether arguments must be there for it to be a call
     * @return the calls, at least one; empty if any is none
     */
    static Optional<List<CallText>> ofJson(final Object json, final boolean explicit) {
        final var calls = new ArrayList<CallText>();
        for (final Object each : json instanceof List<?> list ? list : List.of(json)) {
            final Optional<CallText> call = each instanceof Map<?, ?>
                    ? ofObject(JsonObjects.of(each), explicit)
                    : Optional.empty();
            if (call.isEmpty()) {
                return Optional.empty();
            }
            calls.add(call.get());
        }
        return calls.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(calls));
    }

    private static Optional<CallText> ofObject(final Map<String, @Nullable Object> object,
            final boolean explicit) {
        final Optional<String> id = object.get("id") instanceof String text && !text.isEmpty()
                ? Optional.of(text)
                : Optional.empty();
        // The form of an OpenAI message, or the call itself.
        final var call = object.get(FUNCTION) instanceof Map<?, ?> inner ? JsonObjects.of(inner) : object;
        if (!(call.get("name") instanceof String name)) {
            return Optional.empty();
        }
        for (final String key : List.of("arguments", "parameters")) {
            if (call.containsKey(key)) {
                return of(id, name, call.get(key));
            }
            if (object.containsKey(key)) {
                return of(id, name, object.get(key));
            }
        }
        return explicit ? Optional.empty() : Optional.of(new CallText(id, name, "{}"));
    }
}
