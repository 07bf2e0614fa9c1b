package dev.ingot.json;

import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import dev.ingot.io.GitLfs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The outermost members of a JSON object, by the rules of nlohmann/json, with which other readers of a model's small files read
 * them: RFC 8259 in UTF-8, a mark in front allowed; no halves of characters and no numbers beyond double; of a key that comes
 * twice the last counts; a zero byte ends the text. However deep the text is nested, a level takes one bit, and what is nested
 * is checked and not kept.
 */
public final class JsonOutline {

    private static final Pattern NUMBER = Pattern
            .compile("-?+(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?+(?:[eE][+-]?+[0-9]++)?+");
    private static final Pattern WORD = Pattern.compile("true|false|null");
    private static final String ESCAPES = "\"\\/bfnrt";
    private static final String ESCAPED = "\"\\/\b\f\n\r\t";
    private static final int HEX = 16;
    private static final int UNIT = 4;
    private static final int MOST_SHOWN = 40;

    private final Path file;
    private final String text;
    private final BitSet objects = new BitSet(); // by level: whether it is an object, and not an array
    private final Map<String, Value> members = new LinkedHashMap<>();
    private String key = "";
    private int depth;
    private int at;

    private JsonOutline(final Path file, final String text) {
        this.file = file;
        this.text = text;
    }

    /**
     * A value of the object.
     *
     * @param isText whether it is a string
     * @param text   the string; of other values how they are written, of objects and arrays only the bracket that opens them
     */
    public record Value(boolean isText, String text) {}

    /**
     * Reads a file.
     *
     * @param file the file
     * @return the members of its object, in their order
     * @throws ModelFormatException if readers do not take it; names line, column and byte offset
     * @throws StorageException     if it cannot be read
     */
    public static Map<String, Value> read(final Path file) {
        try {
            return parse(file, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new StorageException("read", file, e);
        }
    }

    /**
     * Reads bytes.
     *
     * @param file  where they come from, for messages
     * @param bytes of the text, with or without a mark in front
     * @return the members of its object, in their order
     * @throws ModelFormatException if readers do not take it
     */
    public static Map<String, Value> parse(final Path file, final byte[] bytes) {
        try {
            final String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return parse(file, text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            throw ModelFormatException.at(file, null, -1, "text in UTF-8", "other bytes", e);
        }
    }

    /**
     * Reads a text.
     *
     * @param file where it comes from, for messages
     * @param text the text
     * @return the members of its object, in their order
     * @throws ModelFormatException if readers do not take it
     */
    public static Map<String, Value> parse(final Path file, final String text) {
        final var outline = new JsonOutline(file, text);
        outline.whole();
        return Collections.unmodifiableMap(outline.members);
    }

    private void whole() {
        blanks();
        if (at < text.length() && text.charAt(at) != '{') {
            final String line = text.substring(at).lines().findFirst().orElse("");
            throw fault("a JSON object",
                    GitLfs.isPointer(text.getBytes(StandardCharsets.UTF_8))
                            ? GitLfs.POINTER
                            : "'" + shown(line.strip()) + "'");
        }
        do {
            open();
            close();
        } while (depth > 0);
        if (at < text.length() && text.charAt(at) != 0) {
            throw malformed("more behind the object");
        }
    }

    /** Reads a value as far as it opens others, down to one that holds none. */
    private void open() {
        blanks();
        while (peek() == '{' || peek() == '[') {
            note(new Value(false, String.valueOf(peek())));
            objects.set(depth, peek() == '{');
            depth++;
            at++;
            blanks();
            if (peek() == closing()) {
                return;
            }
            key();
        }
        note(peek() == '"' ? new Value(true, string()) : new Value(false, literal()));
    }

    /** Reads what ends behind a value, and what leads to the next one. */
    private void close() {
        blanks();
        while (depth > 0 && peek() == closing()) {
            depth--;
            at++;
            blanks();
        }
        if (depth > 0) {
            take(',');
            key();
        }
    }

    private void key() {
        blanks();
        if (objects.get(depth - 1)) {
            key = string();
            blanks();
            take(':');
            blanks();
        }
    }

    private char closing() {
        return objects.get(depth - 1) ? '}' : ']';
    }

    private void note(final Value value) {
        if (depth == 1) {
            members.put(key, value);
        }
    }

    private String literal() {
        for (final Pattern pattern : List.of(NUMBER, WORD)) {
            final var matcher = pattern.matcher(text).region(at, text.length());
            if (matcher.lookingAt()) {
                final String found = matcher.group();
                if (pattern == NUMBER && Double.isInfinite(Double.parseDouble(found))) {
                    throw fault("numbers that fit a double", shown(found));
                }
                at = matcher.end();
                return found;
            }
        }
        throw malformed("'" + shown(text.substring(at, at + 1)) + "'");
    }

    private String string() {
        final int start = at;
        take('"');
        final var result = new StringBuilder();
        boolean escapes = false;
        for (char next = peek(); next != '"'; next = peek()) {
            if (next < ' ') {
                throw malformed("a control character in a string");
            }
            at++;
            escapes |= next == '\\';
            result.append(next == '\\' ? escaped() : next);
        }
        if (escapes && !StandardCharsets.UTF_8.newEncoder().canEncode(result)) {
            at = start;
            throw fault("characters as a whole", "half of one (\\uD800 to \\uDFFF alone)");
        }
        at++;
        return result.toString();
    }

    private char escaped() {
        final char kind = peek();
        at++;
        if (kind != 'u') {
            final int index = ESCAPES.indexOf(kind);
            if (index < 0) {
                throw malformed("an unknown escape");
            }
            return ESCAPED.charAt(index);
        }
        int unit = 0;
        for (int i = 0; i < UNIT; i++) {
            final int digit = peek() < 0x80 ? Character.digit(peek(), HEX) : -1;
            if (digit < 0) {
                throw malformed("an escape without four hexadecimal digits");
            }
            unit = unit * HEX + digit;
            at++;
        }
        return (char) unit;
    }

    private void take(final char wanted) {
        if (peek() != wanted) {
            throw malformed(
                    "'" + shown(text.substring(at, at + 1)) + "' where '" + wanted + "' has to stand");
        }
        at++;
    }

    private char peek() {
        if (at >= text.length()) {
            throw malformed("the end");
        }
        return text.charAt(at);
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private static String shown(final String found) {
        return found.length() <= MOST_SHOWN ? found : found.substring(0, MOST_SHOWN) + "...";
    }

    private ModelFormatException malformed(final String found) {
        return fault("valid JSON", found);
    }

    private ModelFormatException fault(final String expected, final String found) {
        final String before = text.substring(0, at);
        final long line = before.chars().filter(it -> it == '\n').count() + 1;
        final int column = at - before.lastIndexOf('\n');
        return ModelFormatException.at(file, null, before.getBytes(StandardCharsets.UTF_8).length, expected,
                found + " at line " + line + ", column " + column, null);
    }
}
