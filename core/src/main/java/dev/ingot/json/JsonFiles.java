package dev.ingot.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import dev.ingot.io.GitLfs;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON as plain values: {@code Map<String, Object>} in file order, {@code List}, {@code String},
 * {@code Integer}, {@code Long}, {@code BigInteger}, {@code Double}, {@code Boolean} and null. Thread-safe.
 */
public final class JsonFiles {

    /** Objects and arrays within each other. */
    static final int MAX_DEPTH = 200;

    private static final Pattern SOURCE = Pattern.compile(" \\(start marker at \\[Source:[^\\]]*\\]\\)");
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(64 << 20).build())
            .build();

    private JsonFiles() {}

    /**
     * Reads a file whose top level is an object.
     *
     * @param file the file
     * @return the object
     * @throws ModelFormatException if the file is not such JSON; names line, column and byte offset
     * @throws StorageException     if the file cannot be read
     */
    public static JsonObject read(final Path file) {
        try (var input = Files.newInputStream(file)) {
            return parse(file, input.readAllBytes());
        } catch (IOException e) {
            throw new StorageException("read", file, e);
        }
    }

    /**
     * Parses bytes whose top level is an object.
     *
     * @param file where they come from, for messages
     * @param utf8 the bytes
     * @return the object
     * @throws ModelFormatException if they are not such JSON
     */
    public static JsonObject parse(final Path file, final byte[] utf8) {
        final @Nullable Object value;
        try (var parser = FACTORY.createParser(utf8)) {
            value = JsonValues.PLAIN.whole(parser);
        } catch (JsonProcessingException e) {
            throw malformed(file, e, GitLfs.isPointer(utf8));
        } catch (IOException e) {
            throw new StorageException("read", file, e);
        }
        return JsonObject.root(file, value);
    }

    /**
     * Reads one member of a file's top-level object and skips the rest, so that a large file costs little.
     *
     * @param file the file
     * @param key  the member
     * @return its value as described above, or null when there is none
     * @throws ModelFormatException if the file is not JSON up to there
     * @throws StorageException     if it cannot be read
     */
    public static @Nullable Object readMember(final Path file, final String key) {
        try (var input = Files.newInputStream(file); var parser = FACTORY.createParser(input)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw ModelFormatException.of(file, "a JSON object", "something else");
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                if (name.equals(key)) {
                    return JsonValues.PLAIN.next(parser);
                }
                parser.skipChildren();
            }
            return null;
        } catch (JsonProcessingException e) {
            throw malformed(file, e, GitLfs.isPointer(file));
        } catch (IOException e) {
            throw new StorageException("read", file, e);
        }
    }

    /** What is wrong with a file that should hold an object, and may be a pointer in its place. */
    static ModelFormatException malformed(final Path file, final JsonProcessingException e,
            final boolean pointer) {
        return pointer
                ? ModelFormatException.at(file, null, 0, "a JSON object", GitLfs.POINTER, e)
                : malformed(file, e);
    }

    private static ModelFormatException malformed(final Path file, final JsonProcessingException e) {
        final JsonLocation at = e.getLocation();
        final long offset = at == null ? -1 : at.getByteOffset();
        final String place = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return ModelFormatException.at(file, null, offset, "valid JSON", reason(e) + place, e);
    }

    /** The parser's words, less what it says about itself. */
    static String reason(final JsonProcessingException e) {
        return SOURCE.matcher(String.valueOf(e.getOriginalMessage())).replaceAll("");
    }

    /**
     * Parses any JSON value.
     *
     * @param file where it comes from, for messages
     * @param text the text
     * @return the value as described above
     * @throws ModelFormatException if it is not JSON
     */
    public static @Nullable Object parseValue(final Path file, final String text) {
        try (var parser = FACTORY.createParser(text)) {
            return JsonValues.PLAIN.whole(parser);
        } catch (JsonProcessingException e) {
            throw ModelFormatException.at(file, null, -1, "valid JSON",
                    reason(e), e);
        } catch (IOException e) {
            throw new StorageException("read", file, e);
        }
    }

    /**
     * Parses any JSON value, and keeps every digit of its numbers: those with a point or an exponent are {@code BigDecimal}.
     *
     * @param file where it comes from, for messages
     * @param text the text
     * @return the value as described above
     * @throws ModelFormatException if it is not JSON
     */
    public static @Nullable Object parseExact(final Path file, final String text) {
        try (var parser = FACTORY.createParser(text)) {
            return JsonValues.EXACT.whole(parser);
        } catch (JsonProcessingException e) {
            throw malformed(file, e);
        } catch (IOException e) {
            throw new StorageException("read", file, e);
        } catch (NumberFormatException e) {
            throw ModelFormatException.at(file, null, -1, "valid JSON", String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Writes a value with line breaks.
     *
     * @param value  maps, lists, strings, numbers, booleans, null
     * @param indent spaces per level
     * @return the text, with a final line break
     */
    public static String pretty(final Object value, final int indent) {
        final var indenter = new DefaultIndenter(" ".repeat(indent), "\n");
        final var printer = new DefaultPrettyPrinter(
                Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                        .withArrayEmptySeparator("").withObjectEmptySeparator(""));
        printer.indentObjectsWith(indenter);
        printer.indentArraysWith(indenter);
        return write(printer, value) + "\n";
    }

    /**
     * Writes a value on one line, without blanks.
     *
     * @param value maps, lists, strings, numbers, booleans, null
     * @return the text
     */
    public static String compact(final Object value) {
        return write(null, value);
    }

    private static String write(final @Nullable PrettyPrinter printer, final Object value) {
        final var text = new StringWriter();
        try (var generator = FACTORY.createGenerator(text)) {
            if (printer != null) {
                generator.setPrettyPrinter(printer);
            }
            JsonValues.write(generator, value);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a JSON value: " + e.getMessage(), e);
        }
        return text.toString();
    }
}
