package dev.ingot.foundry.service.wire;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Request line and headers.
 *
 * @param method   as it was sent
 * @param segments of the path, decoded: {@code [v1, models]} of {@code /v1/models}, none of {@code /}
 * @param query    parameters of the query, decoded; of equal names the first
 * @param modern   whether it is HTTP/1.1 and not 1.0
 * @param headers  values by name in lower case
 */
public record RequestHead(String method, List<String> segments, Map<String, String> query, boolean modern,
        Map<String, List<String>> headers) {

    /** Copies lists and maps. */
    public RequestHead {
        segments = List.copyOf(segments);
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /**
     * Returns a header.
     *
     * @param name in any case
     * @return its first value
     */
    public Optional<String> header(final String name) {
        return all(name).stream().findFirst();
    }

    /**
     * Returns all values of a header.
     *
     * @param name in any case
     * @return in the order of the request
     */
    public List<String> all(final String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    /**
     * Returns the path.
     *
     * @return decoded, begins with a slash
     */
    public String path() {
        return "/" + String.join("/", segments);
    }

    /**
     * Tells whether the client asks for the connection to stay.
     *
     * @return true for HTTP/1.1 without {@code Connection: close}
     */
    boolean staysOpen() {
        return modern && all("connection").stream()
                .noneMatch(value -> value.toLowerCase(Locale.ROOT).contains("close"));
    }

    /** Puts what the request line names in the place of the header, as RFC 9112 section 3.2.2 says. */
    RequestHead withHost(final String host) {
        final var changed = new HashMap<>(headers);
        changed.put("host", List.of(host));
        return new RequestHead(method, segments, query, modern, changed);
    }

    /** Tells whether a body follows. */
    boolean hasBody() {
        return headers.containsKey("transfer-encoding")
                || header("content-length").filter(length -> !length.equals("0")).isPresent();
    }
}
