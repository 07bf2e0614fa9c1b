package dev.ingot.foundry.service.guard;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which names clients may have for the service. A page whose own name was made to lead here (DNS rebinding) asks for
 * a name that nobody has allowed; addresses in digits need no name service that could lie.
 *
 * @param names    allowed besides, in lower case
 * @param loopback whether only this machine is served, so that only its own addresses are right
 */
record HostRule(Set<String> names, boolean loopback) {

    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9a-f:.]+]|[^:\\[\\]]+)(?::[0-9]{1,5})?");
    private static final Pattern LOOPBACK = Pattern
            .compile("localhost|127(?:\\." + OCTET + "){3}|\\[::1]");
    private static final Pattern ADDRESS = Pattern
            .compile(OCTET + "(?:\\." + OCTET + "){3}|\\[[0-9a-f:.]+]");
    private static final Set<String> NOBODY = Set.of("0.0.0.0", "[::]");

    /** Tells whether a Host header is one of ours. */
    boolean allows(final String header) {
        final var authority = AUTHORITY.matcher(header.toLowerCase(Locale.ROOT));
        if (!authority.matches()) {
            return false;
        }
        final String host = authority.group(1);
        return LOOPBACK.matcher(host).matches() || names.contains(host)
                || (!loopback && ADDRESS.matcher(host).matches() && !NOBODY.contains(host));
    }
}
