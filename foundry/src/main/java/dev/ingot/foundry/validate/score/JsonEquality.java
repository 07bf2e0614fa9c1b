package dev.ingot.foundry.validate.score;

import dev.ingot.json.JsonFiles;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether two JSON values are the same: members in any order, elements in theirs, numbers by their value (1, 1.0 and 1e0 are
 * one, however many digits they have), strings to the letter.
 */
public final class JsonEquality {

    private JsonEquality() {}

    /**
     * Looks for a difference.
     *
     * @param expected value as {@link JsonFiles#parseExact} gives it
     * @param found    value as {@link JsonFiles#parseExact} gives it
     * @return where the first difference is, and which; empty when there is none
     */
    public static Optional<String> difference(final @Nullable Object expected, final @Nullable Object found) {
        return difference("$", expected, found);
    }

    private static Optional<String> difference(final String path, final @Nullable Object expected,
            final @Nullable Object found) {
        return switch (expected) {
            case Map<?, ?> map when found instanceof Map<?, ?> other -> members(path, map, other);
            case List<?> list when found instanceof List<?> other -> elements(path, list, other);
            case Number number when found instanceof Number other ->
                exact(number).compareTo(exact(other)) == 0 ? Optional.empty() : told(path, expected, found);
            case null, default -> Objects.equals(expected, found)
                    ? Optional.empty()
                    : told(path, expected, found);
        };
    }

    private static Optional<String> members(final String path, final Map<?, ?> expected,
            final Map<?, ?> found) {
        for (final Map.Entry<?, ?> member : expected.entrySet()) {
            final String place = path + "." + member.getKey();
            if (!found.containsKey(member.getKey())) {
                return Optional
                        .of(place + ": expected " + text(member.getValue()) + ", found no such member");
            }
            final var difference = difference(place, member.getValue(), found.get(member.getKey()));
            if (difference.isPresent()) {
                return difference;
            }
        }
        return found.keySet().stream().filter(key -> !expected.containsKey(key)).findFirst()
                .map(key -> path + "." + key + ": expected no such member, found " + text(found.get(key)));
    }

    private static Optional<String> elements(final String path, final List<?> expected, final List<?> found) {
        if (expected.size() != found.size()) {
            return Optional.of(path + ": expected " + expected.size() + " elements, found " + found.size());
        }
        for (int i = 0; i < expected.size(); i++) {
            final var difference = difference(path + "[" + i + "]", expected.get(i), found.get(i));
            if (difference.isPresent()) {
                return difference;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> told(final String path, final @Nullable Object expected,
            final @Nullable Object found) {
        return Optional.of(path + ": expected " + text(expected) + ", found " + text(found));
    }

    private static String text(final @Nullable Object value) {
        return value == null ? "null" : JsonFiles.compact(value);
    }

    /** The number as it was written; comparing such numbers never makes them longer than they were written. */
    private static BigDecimal exact(final Number number) {
        return switch (number) {
            case BigDecimal decimal -> decimal;
            case BigInteger integer -> new BigDecimal(integer);
            default -> new BigDecimal(number.toString());
        };
    }
}
