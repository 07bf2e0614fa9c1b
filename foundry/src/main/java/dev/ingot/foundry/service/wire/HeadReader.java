package dev.ingot.foundry.service.wire;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads request lines and headers by RFC 9112, and refuses what readers in a chain could understand differently:
 * folded lines, blanks before a colon, bare line feeds, a length twice or beside a transfer coding.
 */
final class HeadReader {

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,15}");
    private static final int MOST_HEADERS = 100;

    private final WireInput in;
    private int left;

    HeadReader(final WireInput in, final int limit) {
        this.in = in;
        this.left = limit;
    }

    /**
     * Reads a head.
     *
     * @throws Malformed if it is none
     */
    RequestHead read() throws IOException {
        String line = line();
        if (line.isEmpty()) {
            line = line();
        }
        final String[] parts = line.split(" ", -1);
        if (parts.length != 3 || !TOKEN.matcher(parts[0]).matches()) {
            throw new Malformed(400, "not a request line of HTTP");
        }
        final boolean modern = switch (parts[2]) {
            case "HTTP/1.1" -> true;
            case "HTTP/1.0" -> false;
            default -> throw new Malformed(505, "expected HTTP/1.1");
        };
        final var target = Target.parse(parts[1]);
        final var head = new RequestHead(parts[0], target.segments(), target.query(), modern, headers());
        checkFraming(head);
        return target.host().map(head::withHost).orElse(head);
    }

    private String line() throws IOException {
        final String line = in.line(left);
        left = Math.max(0, left - line.length() - 2);
        return line;
    }

    private Map<String, List<String>> headers() throws IOException {
        final Map<String, List<String>> headers = new HashMap<>();
        int count = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            count++;
            final int colon = line.indexOf(':');
            if (colon < 0 || !TOKEN.matcher(line.substring(0, colon)).matches()) {
                throw new Malformed(400, "not a header");
            }
            if (count > MOST_HEADERS) {
                throw new Malformed(431, "more than " + MOST_HEADERS + " headers");
            }
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT),
                    name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static void checkFraming(final RequestHead head) throws Malformed {
        final var lengths = head.all("content-length");
        final var codings = head.all("transfer-encoding");
        if (lengths.size() > 1 || (!lengths.isEmpty() && !DIGITS.matcher(lengths.getFirst()).matches())) {
            throw new Malformed(400, "not a Content-Length");
        }
        if (!codings.isEmpty() && (!lengths.isEmpty() || !head.modern())) {
            throw new Malformed(400, "a Transfer-Encoding where none may be");
        }
        if (!codings.isEmpty() && !codings.equals(List.of("chunked"))) {
            throw new Malformed(501, "no Transfer-Encoding but chunked is known here");
        }
        if (head.all("host").size() > 1 || (head.modern() && head.all("host").isEmpty())) {
            throw new Malformed(400, "expected one Host");
        }
    }
}
