package dev.ingot.foundry.service.guard;

import dev.ingot.foundry.service.http.HttpFailure;
import dev.ingot.foundry.service.wire.RequestHead;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decides who may ask, from the head of a request alone. Immutable. */
public final class Guard {

    private static final String PREFLIGHT = "Access-Control-Request-Method";

    private final HostRule hosts;
    private final OriginRule origins;
    private final Optional<ApiKey> key;

    /**
     * Creates the rules.
     *
     * @param names    of this machine that clients may use besides its addresses, in lower case
     * @param loopback whether the service listens for this machine only
     * @param origins  sites whose pages may ask, in lower case; {@code *} for all
     * @param key      that clients have to send, or empty for none
     */
    public Guard(final Set<String> names, final boolean loopback, final Set<String> origins,
            final Optional<String> key) {
        this.hosts = new HostRule(Set.copyOf(names), loopback);
        this.origins = new OriginRule(Set.copyOf(origins));
        this.key = key.map(ApiKey::new);
    }

    /**
     * Checks for whom the request is.
     *
     * @param head of the request
     * @throws HttpFailure with status 403 if it names a host that is not this one
     */
    public void checkHost(final RequestHead head) {
        head.header("host").filter(host -> !hosts.allows(host)).ifPresent(host -> {
            throw HttpFailure.of(403,
                    "the host \"" + host + "\" is not known here; allow it with --allow-host",
                    null, "host_not_allowed");
        });
    }

    /**
     * Checks where the request comes from.
     *
     * @param head   of the request
     * @param access to what it asks for
     * @throws HttpFailure with status 403 if another site's page asks, 401 if the key is missing or wrong
     */
    public void check(final RequestHead head, final Access access) {
        if (!origins.allows(head, access)) {
            throw foreign(head);
        }
        if (access != Access.OPEN && access != Access.PAGE) {
            key.ifPresent(expected -> expected.check(head));
        }
    }

    private static HttpFailure foreign(final RequestHead head) {
        return HttpFailure.of(403, "pages of " + head.header("origin").orElse("other sites")
                + " may not use this service; allow an origin with --allow-origin", null,
                "origin_not_allowed");
    }

    /**
     * Returns the headers that tell a browser that the page may read the answer.
     *
     * @param head of the request
     * @return none unless the request comes from an allowed origin
     */
    public Map<String, String> sharing(final RequestHead head) {
        final var origin = head.header("origin").filter(origins::listed);
        if (origin.isEmpty()) {
            return Map.of();
        }
        final var headers = new LinkedHashMap<String, String>();
        headers.put("Access-Control-Allow-Origin", origin.get());
        headers.put("Vary", "Origin");
        return headers;
    }

    /**
     * Returns what a browser wants to know before it lets a page ask.
     *
     * @param head    of an OPTIONS request
     * @param methods of the path
     * @return headers of the answer
     * @throws HttpFailure with status 403 if the page may not ask
     */
    public Map<String, String> preflight(final RequestHead head, final String methods) {
        if (head.header("origin").isPresent() && !origins.listed(head.header("origin").get())) {
            throw foreign(head);
        }
        final var headers = new LinkedHashMap<>(sharing(head));
        headers.put("Allow", methods);
        if (head.header(PREFLIGHT).isPresent()) {
            headers.put("Access-Control-Allow-Methods", methods);
            headers.put("Access-Control-Allow-Headers",
                    head.header("Access-Control-Request-Headers").orElse("content-type, authorization"));
            headers.put("Access-Control-Allow-Private-Network", "true");
            headers.put("Access-Control-Max-Age", "600");
        }
        return headers;
    }
}
