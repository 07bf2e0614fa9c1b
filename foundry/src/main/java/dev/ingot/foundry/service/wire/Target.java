package dev.ingot.foundry.service.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a request line asks for.
 *
 * @param segments of the path, decoded
 * @param query    parameters, decoded
 * @param host     that it names itself, in the place of the header
 */
record Target(List<String> segments, Map<String, String> query, Optional<String> host) {

    private static final Pattern ABSOLUTE = Pattern.compile("(?i:https?)://([^/?#@]+)((?:[/?].*)?)");

    /** Takes a target apart; it must be a path, or a whole URI as clients send it to proxies. */
    static Target parse(final String text) throws Malformed {
        if (text.equals("*")) {
            return new Target(List.of(text), Map.of(), Optional.empty());
        }
        final var absolute = ABSOLUTE.matcher(text);
        if (absolute.matches()) {
            final String rest = absolute.group(2);
            return parse(rest.startsWith("/") ? rest : "/" + rest, Optional.of(absolute.group(1)));
        }
        return parse(text, Optional.empty());
    }

    private static Target parse(final String text, final Optional<String> host) throws Malformed {
        if (!text.startsWith("/") || text.indexOf('#') >= 0) {
            throw new Malformed(400, "expected a path that begins with a slash");
        }
        final int mark = text.indexOf('?');
        return new Target(segments(mark < 0 ? text : text.substring(0, mark)),
                mark < 0 ? Map.of() : query(text.substring(mark + 1)), host);
    }

    /** A slash at the end makes no difference. */
    private static List<String> segments(final String path) throws Malformed {
        final var segments = new ArrayList<String>();
        for (final String part : path.substring(1).split("/", 0)) {
            segments.add(decode(part, false));
        }
        if (segments.equals(List.of(""))) {
            return List.of();
        }
        if (segments.stream().anyMatch(s -> s.isEmpty() || s.equals(".") || s.equals(".."))) {
            throw new Malformed(400, "a path with an empty part, \".\" or \"..\"");
        }
        return segments;
    }

    private static Map<String, String> query(final String text) throws Malformed {
        final Map<String, String> query = new HashMap<>();
        for (final String pair : text.split("&", 0)) {
            final int equals = pair.indexOf('=');
            final String name = decode(equals < 0 ? pair : pair.substring(0, equals), true);
            query.putIfAbsent(name, equals < 0 ? "" : decode(pair.substring(equals + 1), true));
        }
        return query;
    }

    private static String decode(final String text, final boolean plusIsBlank) throws Malformed {
        final var bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (c == '%') {
                bytes.write(hex(text, i + 1));
                i += 2;
            } else {
                bytes.write(c == '+' && plusIsBlank ? ' ' : c);
            }
        }
        try {
            final String decoded = StandardCharsets.UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
            if (decoded.chars().anyMatch(Character::isISOControl)) {
                throw new Malformed(400, "a control character in the path or query");
            }
            return decoded;
        } catch (CharacterCodingException e) {
            throw (Malformed) new Malformed(400, "a path or query that is not UTF-8").initCause(e);
        }
    }

    private static int hex(final String text, final int at) throws Malformed {
        if (at + 2 > text.length() || !HexFormat.isHexDigit(text.charAt(at))
                || !HexFormat.isHexDigit(text.charAt(at + 1))) {
            throw new Malformed(400, "a percent sign without two hexadecimal digits");
        }
        return HexFormat.fromHexDigits(text, at, at + 2);
    }
}
