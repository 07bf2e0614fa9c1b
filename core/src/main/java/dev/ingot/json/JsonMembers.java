package dev.ingot.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.ingot.error.ModelFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of a large object one by one, so that only one of them is in memory at a time. Meant for input
 * that is not trusted: every member has a limited number of values. Thread-safe.
 */
public final class JsonMembers {

    private static final int MAX_VALUES = 100_000;
    private static final int MAX_DEPTH = 50;
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    /** Takes the members of an object. */
    @FunctionalInterface
    public interface Visitor {

        /**
         * Takes one member.
         *
         * @param name   the key
         * @param offset byte offset of the value in the file
         * @param value  map, list, string, number, boolean, or null
         */
        void member(String name, long offset, @Nullable Object value);
    }

    private final Path file;
    private final long base;
    private final JsonParser parser;
    private int budget;

    private JsonMembers(final Path file, final long base, final JsonParser parser) {
        this.file = file;
        this.base = base;
        this.parser = parser;
    }

    /**
     * Visits the members of the object that the bytes hold, in their order.
     *
     * @param file    where the bytes come from, for messages
     * @param base    offset of the bytes in the file, for messages
     * @param utf8    the bytes
     * @param visitor takes the members
     * @throws ModelFormatException if the bytes are not one JSON object, name a key twice or hold a member of more
     *                              than 100000 values
     */
    public static void visit(final Path file, final long base, final byte[] utf8, final Visitor visitor) {
        if (utf8.length < 2 || utf8[0] != '{' || utf8[1] == 0) {
            throw ModelFormatException.at(file, null, base, "a JSON object", "other bytes", null);
        }
        try (var parser = FACTORY.createParser(utf8)) {
            new JsonMembers(file, base, parser).run(visitor);
        } catch (JsonProcessingException e) {
            final var at = e.getLocation();
            throw ModelFormatException.at(file, null, at == null ? base : base + at.getByteOffset(),
                    "valid JSON", JsonFiles.reason(e), e);
        } catch (IOException e) {
            throw ModelFormatException.at(file, null, base, "JSON in UTF-8", String.valueOf(e.getMessage()),
                    e);
        }
    }

    private void run(final Visitor visitor) throws IOException {
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            final String name = parser.currentName();
            final JsonToken token = parser.nextToken();
            final long offset = base + parser.currentTokenLocation().getByteOffset();
            budget = MAX_VALUES;
            visitor.member(name, offset, value(token));
        }
        final JsonToken after = parser.nextToken();
        if (after != null) {
            throw ModelFormatException.at(file, null, base + parser.currentTokenLocation().getByteOffset(),
                    "the end of the JSON object", String.valueOf(after), null);
        }
    }

    private @Nullable Object value(final JsonToken token) throws IOException {
        budget--;
        if (budget < 0) {
            throw ModelFormatException.at(file, null, base + parser.currentTokenLocation().getByteOffset(),
                    "at most " + MAX_VALUES + " values per member", "more", null);
        }
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private Map<String, @Nullable Object> object() throws IOException {
        final var map = new LinkedHashMap<String, @Nullable Object>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            final String name = parser.currentName();
            map.put(name, value(parser.nextToken()));
        }
        return map;
    }

    private List<@Nullable Object> array() throws IOException {
        final var list = new ArrayList<@Nullable Object>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            list.add(value(token));
        }
        return Collections.unmodifiableList(list);
    }
}
