package dev.ingot.foundry.service.http;

import dev.ingot.foundry.service.guard.Access;
import dev.ingot.foundry.service.wire.RequestHead;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which endpoint answers which method and path. Fixed parts go before variables. Not thread-safe while it is filled.
 */
public final class Routes {

    /** A method, a path and who answers it. */
    record Route(String method, List<String> parts, Access access, Endpoint endpoint) {

        String template() {
            return "/" + String.join("/", parts);
        }
    }

    /** A route that a request matches, and what stands in the places of its variables. */
    record Match(Route route, Map<String, String> variables) {}

    private final List<Route> routes = new ArrayList<>();

    /** Creates a table without routes. */
    public Routes() {}

    /**
     * Adds an endpoint.
     *
     * @param route    method and path, for example {@code GET /v1/models/{id}}
     * @param access   what it asks of its callers
     * @param endpoint answers
     */
    public void add(final String route, final Access access, final Endpoint endpoint) {
        final int blank = route.indexOf(' ');
        final String path = route.substring(blank + 2);
        routes.add(new Route(route.substring(0, blank), path.isEmpty() ? List.of() : List.of(path.split("/")),
                access, endpoint));
    }

    /** Finds the route of a request; HEAD is answered as GET. */
    Optional<Match> find(final RequestHead head) {
        final String method = head.method().equals("HEAD") ? "GET" : head.method();
        return matches(head).stream().filter(match -> match.route().method().equals(method)).findFirst();
    }

    /** Returns the methods of a path, or an empty text if it has none. */
    String methods(final RequestHead head) {
        final var methods = new TreeSet<String>();
        matches(head).forEach(match -> methods.add(match.route().method()));
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return String.join(", ", methods);
    }

    /** Says why no route was found. */
    HttpFailure missing(final RequestHead head) {
        final String methods = methods(head);
        return methods.isEmpty()
                ? HttpFailure.of(404, "there is no path " + head.path(), null, "unknown_url")
                : HttpFailure.of(405, head.path() + " takes " + methods + ", not " + head.method(), null,
                        "method_not_allowed").header("Allow", methods);
    }

    /** Those with the fewest variables first. */
    private List<Match> matches(final RequestHead head) {
        final var matches = new ArrayList<Match>();
        for (final Route route : routes) {
            match(route, head.segments()).ifPresent(matches::add);
        }
        matches.sort((a, b) -> Integer.compare(a.variables().size(), b.variables().size()));
        return matches;
    }

    private static Optional<Match> match(final Route route, final List<String> segments) {
        if (route.parts().size() != segments.size()) {
            return Optional.empty();
        }
        final Map<String, String> variables = new LinkedHashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            final String part = route.parts().get(i);
            if (part.startsWith("{")) {
                variables.put(part.substring(1, part.length() - 1), segments.get(i));
            } else if (!part.equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(new Match(route, variables));
    }
}
