package dev.ingot.chat.answer;

import dev.ingot.json.JsonFiles;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** Writes a Python literal as JSON: strings, numbers, True, False, None, lists, tuples and dicts. */
final class PythonLiteral {

    private static final int MAX_DEPTH = 100;
    private static final int MAX_DIGITS = 100;
    private static final Map<String, String> WORDS = Map.of("True", "true", "False", "false", "None", "null",
            "true", "true", "false", "false", "null", "null");
    private static final String ESCAPED = "\\'\"abfnrtv0";
    private static final String UNESCAPED = "\\'\"\u0007\b\f\n\r\t\u000B\0";
    private static final int HEX = 16;

    private final Cursor cursor;
    private final StringBuilder json;
    private int depth;

    PythonLiteral(final Cursor cursor, final StringBuilder json) {
        this.cursor = cursor;
        this.json = json;
    }

    /** Reads one; false if it is none. */
    boolean read() {
        return switch (cursor.peek()) {
            case '\'', '"' -> string();
            case '[' -> items("[", "]");
            case '(' -> items("(", ")");
            case '{' -> items("{", "}");
            case '-', '+' -> number();
            default -> word();
        };
    }

    private boolean word() {
        final Optional<String> name = cursor.name();
        if (name.isEmpty()) {
            return false;
        }
        if (WORDS.containsKey(name.get())) {
            json.append(WORDS.get(name.get()));
            return true;
        }
        return append(name.get());
    }

    private boolean number() {
        final boolean negative = cursor.take("-");
        if (!negative) {
            cursor.take("+");
        }
        return cursor.name().filter(digits -> append(negative ? "-" + digits : digits)).isPresent();
    }

    private boolean append(final String number) {
        if (number.length() > MAX_DIGITS) {
            return false;
        }
        try {
            json.append(new BigDecimal(number));
            return true;
        } catch (NumberFormatException e) {
            // What is no number is no literal.
            return false;
        }
    }

    private boolean items(final String opening, final String closing) {
        final boolean dict = opening.equals("{");
        if (++depth > MAX_DEPTH) {
            return false;
        }
        cursor.take(opening);
        cursor.blanks();
        json.append(dict ? '{' : '[');
        boolean first = true;
        while (!cursor.take(closing)) {
            if (!first) {
                json.append(',');
            }
            if (!(dict ? key() && read() : read())) {
                return false;
            }
            cursor.blanks();
            final boolean comma = cursor.take(",");
            cursor.blanks();
            if (!comma && cursor.peek() != closing.charAt(0)) {
                return false;
            }
            first = false;
        }
        json.append(dict ? '}' : ']');
        depth--;
        return true;
    }

    private boolean key() {
        if (!string()) {
            return false;
        }
        cursor.blanks();
        final boolean colon = cursor.take(":");
        json.append(':');
        cursor.blanks();
        return colon;
    }

    private boolean string() {
        final int quote = cursor.peek();
        if (quote != '\'' && quote != '"') {
            return false;
        }
        advance();
        final var text = new StringBuilder();
        for (int c = cursor.peek(); c != quote; c = cursor.peek()) {
            if (c < 0 || c == '\n') {
                return false;
            }
            advance();
            if (c != '\\') {
                text.append((char) c);
            } else if (!escape(text)) {
                return false;
            }
        }
        advance();
        json.append(JsonFiles.compact(text.toString()));
        return true;
    }

    private boolean escape(final StringBuilder text) {
        final int c = cursor.peek();
        if (c < 0) {
            return false;
        }
        advance();
        if (c == 'x' || c == 'u') {
            return code(c == 'x' ? 2 : 4, text);
        }
        final int known = ESCAPED.indexOf(c);
        // Python leaves what it does not know as it is.
        text.append(known < 0 ? "\\" + (char) c : String.valueOf(UNESCAPED.charAt(known)));
        return true;
    }

    private boolean code(final int digits, final StringBuilder text) {
        int value = 0;
        for (int i = 0; i < digits; i++) {
            final int digit = Character.digit(cursor.peek(), HEX);
            if (digit < 0) {
                return false;
            }
            value = value * HEX + digit;
            advance();
        }
        text.append((char) value);
        return true;
    }

    private void advance() {
        cursor.moveTo(cursor.position() + 1);
    }
}
