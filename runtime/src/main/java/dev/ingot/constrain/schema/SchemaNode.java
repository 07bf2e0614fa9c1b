package dev.ingot.constrain.schema;

import dev.ingot.error.ConstraintException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object of a schema that knows its place, so that every fault names it.
 *
 * @param values  its members, in order
 * @param pointer where it is, such as {@code #/properties/a}
 */
record SchemaNode(Map<String, @Nullable Object> values, String pointer) {

    static final String KIND = "JSON schema";

    static SchemaNode of(final @Nullable Object value, final String pointer) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new ConstraintException(KIND, pointer, "expected an object, found " + value);
        }
        final var values = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((key, member) -> values.put(String.valueOf(key), member));
        return new SchemaNode(values, pointer);
    }

    ConstraintException fault(final String key, final String reason) {
        return new ConstraintException(KIND, pointer + "/" + key, reason);
    }

    private ConstraintException wrong(final String key, final String expected) {
        return fault(key, "expected " + expected + ", found " + values.get(key));
    }

    boolean has(final String key) {
        return values.containsKey(key);
    }

    boolean hasAny(final Set<String> keys) {
        return keys.stream().anyMatch(values::containsKey);
    }

    @Nullable
    Object get(final String key) {
        return values.get(key);
    }

    Optional<String> string(final String key) {
        if (!has(key)) {
            return Optional.empty();
        }
        if (values.get(key) instanceof String text) {
            return Optional.of(text);
        }
        throw wrong(key, "a string");
    }

    OptionalInt count(final String key) {
        if (!has(key)) {
            return OptionalInt.empty();
        }
        final BigDecimal value = number(key).orElseThrow();
        if (value.signum() < 0 || value.stripTrailingZeros().scale() > 0
                || value.compareTo(BigDecimal.valueOf(100_000)) > 0) {
            throw wrong(key, "a whole number from 0 to 100000");
        }
        return OptionalInt.of(value.intValue());
    }

    Optional<BigDecimal> number(final String key) {
        return switch (values.get(key)) {
            case Integer i -> Optional.of(BigDecimal.valueOf(i));
            case Long l -> Optional.of(BigDecimal.valueOf(l));
            case BigInteger i -> Optional.of(new BigDecimal(i));
            case Double d when Double.isFinite(d) -> Optional.of(BigDecimal.valueOf(d));
            case null, default -> {
                if (has(key)) {
                    throw wrong(key, "a number, as doubles have them");
                }
                yield Optional.empty();
            }
        };
    }

    List<?> list(final String key) {
        if (!has(key)) {
            return List.of();
        }
        if (values.get(key) instanceof List<?> list) {
            return list;
        }
        throw wrong(key, "a list");
    }

    List<String> strings(final String key) {
        final var result = new ArrayList<String>();
        for (final @Nullable Object it : list(key)) {
            if (!(it instanceof String text)) {
                throw wrong(key, "a list of strings");
            }
            result.add(text);
        }
        return result;
    }

    Map<String, @Nullable Object> object(final String key) {
        return has(key) ? of(values.get(key), pointer + "/" + key).values() : Map.of();
    }

    /** Returns the pointer of a member. */
    String at(final String... keys) {
        final var result = new StringBuilder(pointer);
        for (final String key : keys) {
            result.append('/').append(key.replace("~", "~0").replace("/", "~1"));
        }
        return result.toString();
    }
}
