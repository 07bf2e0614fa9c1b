package dev.ingot.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.ingot.error.IngotException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import dev.ingot.io.GitLfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads a large file of one JSON object from front to back without keeping any of it. It always stands before a value:
 * what a caller does not read of it is skipped. Belongs to the call of {@link #read}.
 */
public final class JsonStream {

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(JsonFiles.MAX_DEPTH).build())
            .build();

    /** Reads the members of an object. */
    @FunctionalInterface
    public interface Members {

        /**
         * Takes one member; the stream stands before its value.
         *
         * @param key of the member
         * @throws IOException if the file cannot be read
         */
        void member(String key) throws IOException;
    }

    /** Reads the elements of an array. */
    @FunctionalInterface
    public interface Elements {

        /**
         * Takes one element; the stream stands before it.
         *
         * @throws IOException if the file cannot be read
         */
        void element() throws IOException;
    }

    /** Reads a file. */
    @FunctionalInterface
    public interface Reader {

        /**
         * Takes the stream, which stands before the file's object.
         *
         * @param stream of the file
         * @throws IOException if the file cannot be read
         */
        void read(JsonStream stream) throws IOException;
    }

    private final JsonParser parser;

    private JsonStream(final JsonParser parser) {
        this.parser = parser;
    }

    /**
     * Reads a file.
     *
     * @param file   the file
     * @param reader reads it
     * @throws ModelFormatException if the file is not one JSON object
     * @throws StorageException     if it cannot be read
     */
    public static void read(final Path file, final Reader reader) {
        try (var input = Files.newInputStream(file); var parser = FACTORY.createParser(input)) {
            whole(file, parser, reader);
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private static void whole(final Path file, final JsonParser parser, final Reader reader)
            throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw ModelFormatException.of(file, "a JSON object", "something else");
        }
        reader.read(new JsonStream(parser));
        if (parser.nextToken() != null) {
            throw ModelFormatException.of(file, "the end of the JSON object", "more");
        }
    }

    private static IngotException failure(final Path file, final IOException e) {
        return e instanceof JsonProcessingException malformed
                ? JsonFiles.malformed(file, malformed, GitLfs.isPointer(file))
                : new StorageException("read", file, e);
    }

    /**
     * Reads an object; of another value, nothing.
     *
     * @param members takes its members in their order
     * @throws IOException if the file cannot be read
     */
    public void members(final Members members) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            final String key = parser.currentName();
            final JsonToken value = parser.nextToken();
            members.member(key);
            skipUnread(value);
        }
    }

    /**
     * Reads an array; of another value, nothing.
     *
     * @param elements takes its elements in their order
     * @throws IOException if the file cannot be read
     */
    public void elements(final Elements elements) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return;
        }
        for (JsonToken value = parser.nextToken(); value != JsonToken.END_ARRAY; value = parser.nextToken()) {
            elements.element();
            skipUnread(value);
        }
    }

    /** An object or array that nobody has entered is still the current token. */
    private void skipUnread(final JsonToken value) throws IOException {
        if (value.isStructStart() && parser.currentToken() == value) {
            parser.skipChildren();
        }
    }

    /**
     * Tells whether the value is an array.
     *
     * @return true if {@link #elements} will read something
     */
    public boolean isArray() {
        return parser.currentToken() == JsonToken.START_ARRAY;
    }

    /**
     * Returns the value if it is no object and no array.
     *
     * @return string, number, boolean, or null for null, objects and arrays
     * @throws IOException if the file cannot be read
     */
    public @Nullable Object scalar() throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case null, default -> null;
        };
    }
}
