package dev.ingot.foundry.service.openai.responses;

import dev.ingot.chat.Message;
import dev.ingot.foundry.service.http.HttpFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Responses that can be read again and continued, in memory. The oldest go when there are too many, or when their texts are too
 * long together. Thread-safe.
 */
final class ResponseStore {

    private static final int MOST = 1000;
    private static final long MOST_CHARACTERS = 32L << 20;

    /**
     * A response.
     *
     * @param json     the response
     * @param input    items that it answers
     * @param messages all that was said, the answer included, without instructions
     */
    record Stored(Map<String, @Nullable Object> json, List<Map<String, @Nullable Object>> input,
            List<Message> messages) {

        Stored {
            input = List.copyOf(input);
            messages = List.copyOf(messages);
        }

        /** An estimate of what it holds: earlier messages are shared with earlier responses, and counted again. */
        private long characters() {
            return 500 + messages.stream().mapToLong(it -> 100L + it.content().length()
                    + String.valueOf(it.extra()).length()).sum();
        }
    }

    private final Map<String, Stored> responses = new LinkedHashMap<>(); // oldest first
    private long characters;

    synchronized void add(final String id, final Stored response) {
        responses.put(id, response);
        characters += response.characters();
        while (responses.size() > MOST || (characters > MOST_CHARACTERS && responses.size() > 1)) {
            remove(responses.keySet().iterator().next());
        }
    }

    /** Finds a response. */
    synchronized Optional<Stored> find(final String id) {
        return Optional.ofNullable(responses.get(id));
    }

    /** Returns a response, or fails with status 404. */
    Stored get(final String id) {
        return find(id).orElseThrow(() -> notFound(id));
    }

    /** Removes a response, or fails with status 404. */
    synchronized void remove(final String id) {
        final @Nullable Stored removed = responses.remove(id);
        if (removed == null) {
            throw notFound(id);
        }
        characters -= removed.characters();
    }

    /** Returns all responses, oldest first. */
    synchronized List<Stored> all() {
        return new ArrayList<>(responses.values());
    }

    private static HttpFailure notFound(final String id) {
        return HttpFailure.of(404, "no response of the id \"" + id
                + "\" is kept: the newest are, until the service ends", "id", "response_not_found");
    }
}
