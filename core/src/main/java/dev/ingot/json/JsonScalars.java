package dev.ingot.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Visits every scalar of a large file without keeping any of them. Thread-safe. */
public final class JsonScalars {

    /** Stands in a path for any element of an array. */
    public static final String ELEMENT = "*";

    private static final int MAX_DEPTH = 200;
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    /** Takes scalars. */
    @FunctionalInterface
    public interface Visitor {

        /**
         * Takes one scalar.
         *
         * @param path  keys from the top level on, {@link #ELEMENT} for elements of arrays; valid during the call
         * @param value string, number, boolean, or null
         */
        void scalar(List<String> path, @Nullable Object value);
    }

    private JsonScalars() {}

    /**
     * Visits the scalars of a file in their order.
     *
     * @param file    the file
     * @param visitor takes them
     * @throws ModelFormatException if the file is not one JSON object
     * @throws StorageException     if it cannot be read
     */
    public static void visit(final Path file, final Visitor visitor) {
        try (var input = Files.newInputStream(file); var parser = FACTORY.createParser(input)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw ModelFormatException.of(file, "a JSON object", "something else");
            }
            members(parser, new ArrayList<>(), visitor);
            if (parser.nextToken() != null) {
                throw ModelFormatException.of(file, "the end of the JSON object", "more");
            }
        } catch (JsonProcessingException e) {
            throw ModelFormatException.at(file, null,
                    e.getLocation() == null ? -1 : e.getLocation().getByteOffset(),
                    "valid JSON", JsonFiles.reason(e), e);
        } catch (IOException e) {
            throw new StorageException("read", file, e);
        }
    }

    private static void members(final JsonParser parser, final List<String> path, final Visitor visitor)
            throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            path.add(parser.currentName());
            value(parser, parser.nextToken(), path, visitor);
            path.removeLast();
        }
    }

    private static void elements(final JsonParser parser, final List<String> path, final Visitor visitor)
            throws IOException {
        path.add(ELEMENT);
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            value(parser, token, path, visitor);
        }
        path.removeLast();
    }

    private static void value(final JsonParser parser, final JsonToken token, final List<String> path,
            final Visitor visitor) throws IOException {
        switch (token) {
            case START_OBJECT -> members(parser, path, visitor);
            case START_ARRAY -> elements(parser, path, visitor);
            default -> visitor.scalar(Collections.unmodifiableList(path), scalar(parser, token));
        }
    }

    private static @Nullable Object scalar(final JsonParser parser, final JsonToken token)
            throws IOException {
        return switch (token) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }
}
