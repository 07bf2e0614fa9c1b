package dev.ingot.foundry.service.guard;

import dev.ingot.foundry.service.wire.RequestHead;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * From which sites' pages browsers may ask. A browser says so in {@code Origin} or {@code Sec-Fetch-Site}; other
 * programs do not, and may ask.
 *
 * @param allowed origins besides our own, or {@code *} for all
 */
record OriginRule(Set<String> allowed) {

    private static final String ANY = "*";

    /** Tells whether the page that asks, if it is one, may do so. */
    boolean allows(final RequestHead head, final Access access) {
        final Optional<String> origin = head.header("origin");
        if (origin.isPresent()) {
            return own(origin.get(), head) || listed(origin.get());
        }
        return head.header("sec-fetch-site").map(site -> siteAllowed(site, head, access))
                .orElseGet(() -> access != Access.CHANGE || noBrowser(head));
    }

    private boolean siteAllowed(final String site, final RequestHead head, final Access access) {
        return List.of("same-origin", "none").contains(site) || allowed.contains(ANY)
                || (access == Access.PAGE
                        && head.header("sec-fetch-mode").filter("navigate"::equals).isPresent());
    }

    /**
     * Old browsers, and new ones over plain addresses, do not say which site asks, but they say that they are
     * browsers.
     */
    private static boolean noBrowser(final RequestHead head) {
        final boolean ownReferer = head.header("referer").map(referer -> own(origin(referer), head))
                .orElse(true);
        return ownReferer
                && head.header("user-agent").filter(agent -> agent.startsWith("Mozilla/")).isEmpty();
    }

    private static String origin(final String uri) {
        final int path = uri.indexOf('/', uri.indexOf("//") + 2);
        return path < 0 ? uri : uri.substring(0, path);
    }

    private static boolean own(final String origin, final RequestHead head) {
        final String host = head.header("host").orElse("").toLowerCase(Locale.ROOT);
        return !host.isEmpty() && List.of("http://" + host, "https://" + host)
                .contains(origin.toLowerCase(Locale.ROOT));
    }

    /** Tells whether a foreign origin was allowed by name or with all others. */
    boolean listed(final String origin) {
        return allowed.contains(ANY) || allowed.contains(origin.toLowerCase(Locale.ROOT));
    }
}
