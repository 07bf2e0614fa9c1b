package dev.ingot.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plain values from tokens and back. The parser bounds how deep they nest. Binding to classes, which a library of its
 * own would do, is not wanted anywhere, and reading its thousand classes takes longer than most commands.
 */
enum JsonValues {

    /** Fractions as {@code Double}. */
    PLAIN,
    /** Fractions as {@code BigDecimal}, with every digit. */
    EXACT;

    /** Reads the one value of a text. */
    @Nullable
    Object whole(final JsonParser parser) throws IOException {
        if (parser.nextToken() == null) {
            throw new JsonParseException(parser, "No content");
        }
        final @Nullable Object value = next(parser);
        if (parser.nextToken() != null) {
            throw new JsonParseException(parser, "Trailing token behind the value");
        }
        return value;
    }

    /** Reads the value that the parser stands at, to its last token. */
    @Nullable
    Object next(final JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> fraction(parser);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case null, default -> throw new JsonParseException(parser, "no value is here");
        };
    }

    private Number fraction(final JsonParser parser) throws IOException {
        return switch (this) {
            case PLAIN -> parser.getDoubleValue();
            case EXACT -> parser.getDecimalValue();
        };
    }

    private Map<String, @Nullable Object> object(final JsonParser parser) throws IOException {
        final var values = new LinkedHashMap<String, @Nullable Object>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            final String key = parser.currentName();
            parser.nextToken();
            values.put(key, next(parser));
        }
        return values;
    }

    private List<@Nullable Object> array(final JsonParser parser) throws IOException {
        final var values = new ArrayList<@Nullable Object>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.add(next(parser));
        }
        return values;
    }

    /** Writes a value; one that has no place in JSON is a programming error. */
    static void write(final JsonGenerator generator, final @Nullable Object value) throws IOException {
        switch (value) {
            case null -> generator.writeNull();
            case CharSequence text -> generator.writeString(text.toString());
            case Boolean truth -> generator.writeBoolean(truth);
            case Number number -> number(generator, number);
            case Map<?, ?> map -> {
                generator.writeStartObject();
                for (final var entry : map.entrySet()) {
                    generator.writeFieldName(String.valueOf(entry.getKey()));
                    write(generator, entry.getValue());
                }
                generator.writeEndObject();
            }
            case Iterable<?> list -> {
                generator.writeStartArray();
                for (final Object element : list) {
                    write(generator, element);
                }
                generator.writeEndArray();
            }
            default -> throw new IllegalArgumentException("not a JSON value: " + value.getClass());
        }
    }

    private static void number(final JsonGenerator generator, final Number number) throws IOException {
        switch (number) {
            case Integer it -> generator.writeNumber(it);
            case Long it -> generator.writeNumber(it);
            case Double it -> generator.writeNumber(it);
            case Float it -> generator.writeNumber(it);
            case BigInteger it -> generator.writeNumber(it);
            case BigDecimal it -> generator.writeNumber(it);
            case Short it -> generator.writeNumber(it);
            case Byte it -> generator.writeNumber(it);
            default -> throw new IllegalArgumentException("not a JSON number: " + number.getClass());
        }
    }
}
