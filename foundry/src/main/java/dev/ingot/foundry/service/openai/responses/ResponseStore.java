package dev.ingot.foundry.service.openai.responses;

import dev.ingot.foundry.service.http.HttpFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Responses that can be read again and continued, in memory. The oldest go when there are too many, or when they take too
 * many bytes together. Thread-safe.
 */
final class ResponseStore {

    private static final int MOST = 1000;
    private static final long MOST_BYTES = 64L << 20;
    private static final long MOST_OF_ONE = MOST_BYTES / 4;

    private final Map<String, StoredResponse> responses = new LinkedHashMap<>(); // oldest first
    private long bytes;

    /** Keeps a response, unless it takes so much that many others would have to go. */
    synchronized void add(final StoredResponse response) {
        if (response.bytes() > MOST_OF_ONE) {
            return;
        }
        responses.put(response.id(), response);
        bytes += response.bytes();
        while (responses.size() > MOST || bytes > MOST_BYTES) {
            remove(responses.keySet().iterator().next());
        }
    }

    /** Finds a response. */
    synchronized Optional<StoredResponse> find(final String id) {
        return Optional.ofNullable(responses.get(id));
    }

    /** Returns a response, or fails with status 404. */
    StoredResponse get(final String id) {
        return find(id).orElseThrow(() -> notFound(id));
    }

    /** Removes a response, or fails with status 404. */
    synchronized void remove(final String id) {
        final @Nullable StoredResponse removed = responses.remove(id);
        if (removed == null) {
            throw notFound(id);
        }
        bytes -= removed.bytes();
    }

    /** Returns all responses, oldest first. */
    synchronized List<StoredResponse> all() {
        return new ArrayList<>(responses.values());
    }

    private static HttpFailure notFound(final String id) {
        return HttpFailure.of(404, "no response of the id \"" + id
                + "\" is kept: the newest are, until the service ends", "id", "response_not_found");
    }
}
