package dev.ingot.foundry;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A parser of RFC 8259 that has nothing to do with the one under test; of a key that comes twice the last counts. */
final class StrictJson {

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    private static final String ESCAPES = "\"\\/bfnrt";
    private static final String ESCAPED = "\"\\/\b\f\n\r\t";

    private final String text;
    private int at;

    private StrictJson(final String text) {
        this.text = text;
    }

    /** Is thrown at what is no JSON. */
    private static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Parses bytes whose top level is an object; empty for anything else. */
    static Optional<Map<?, ?>> object(final byte[] bytes) {
        try {
            final String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            final var parser = new StrictJson(text.startsWith("\uFEFF") ? text.substring(1) : text);
            final Object value = parser.value();
            parser.blanks();
            return parser.at == parser.text.length() && value instanceof Map<?, ?> map
                    ? Optional.of(map)
                    : Optional.empty();
        } catch (CharacterCodingException | Malformed e) {
            return Optional.empty();
        }
    }

    private @Nullable Object value() {
        blanks();
        return switch (peek()) {
            case '{' -> members();
            case '[' -> elements();
            case '"' -> string();
            default -> literal();
        };
    }

    private @Nullable Object literal() {
        for (final String word : new String[]{"true", "false", "null"}) {
            if (text.startsWith(word, at)) {
                at += word.length();
                return word.equals("null") ? null : (Object) Boolean.valueOf(word);
            }
        }
        final var number = NUMBER.matcher(text).region(at, text.length());
        if (!number.lookingAt()) {
            throw new Malformed();
        }
        at = number.end();
        return new BigDecimal(number.group());
    }

    private Map<String, @Nullable Object> members() {
        final var map = new LinkedHashMap<String, @Nullable Object>();
        at++;
        blanks();
        while (peek() != '}') {
            blanks();
            final String key = string();
            blanks();
            take(':');
            map.put(key, value());
            blanks();
            if (peek() == ',') {
                at++;
                blanks();
                if (peek() != '"') {
                    throw new Malformed();
                }
            } else if (peek() != '}') {
                throw new Malformed();
            }
        }
        at++;
        return map;
    }

    private Object elements() {
        final var list = new ArrayList<@Nullable Object>();
        at++;
        blanks();
        while (peek() != ']') {
            list.add(value());
            blanks();
            if (peek() == ',') {
                at++;
                blanks();
                if (peek() == ']') {
                    throw new Malformed();
                }
            } else if (peek() != ']') {
                throw new Malformed();
            }
        }
        at++;
        return list;
    }

    private String string() {
        take('"');
        final var result = new StringBuilder();
        while (peek() != '"') {
            final char next = text.charAt(at++);
            if (next < ' ') {
                throw new Malformed();
            }
            result.append(next == '\\' ? escape() : next);
        }
        at++;
        return result.toString();
    }

    private char escape() {
        final char kind = peek();
        at++;
        if (kind == 'u') {
            if (at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
                throw new Malformed();
            }
            at += 4;
            return (char) Integer.parseInt(text.substring(at - 4, at), 16);
        }
        final int index = ESCAPES.indexOf(kind);
        if (index < 0) {
            throw new Malformed();
        }
        return ESCAPED.charAt(index);
    }

    private void take(final char wanted) {
        if (peek() != wanted) {
            throw new Malformed();
        }
        at++;
    }

    private char peek() {
        if (at >= text.length()) {
            throw new Malformed();
        }
        return text.charAt(at);
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
