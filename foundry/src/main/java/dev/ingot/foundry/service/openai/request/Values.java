package dev.ingot.foundry.service.openai.request;

import dev.ingot.json.JsonObject;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads values within their ranges; wrong ones are reported as {@link JsonObject} reports them. */
public final class Values {

    private Values() {}

    /**
     * Reads a string that must be there.
     *
     * @param object of the request
     * @param key    the parameter
     * @return its value, not empty
     */
    public static String text(final JsonObject object, final String key) {
        final String value = object.string(key).orElseThrow(() -> object.missing(key, "a string"));
        if (value.isEmpty()) {
            throw object.wrong(key, "a string that is not empty", value);
        }
        return value;
    }

    /**
     * Reads a number.
     *
     * @param object of the request
     * @param key    the parameter
     * @param least  smallest value
     * @param most   largest value
     * @return its value, or empty when absent
     */
    public static OptionalDouble number(final JsonObject object, final String key, final double least,
            final double most) {
        return switch (object.raw(key)) {
            case null -> OptionalDouble.empty();
            case Number value when value.doubleValue() >= least && value.doubleValue() <= most ->
                OptionalDouble.of(value.doubleValue());
            case Object other ->
                throw object.wrong(key, "a number from " + plain(least) + " to " + plain(most),
                        other);
        };
    }

    private static String plain(final double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }

    /**
     * Reads an integer.
     *
     * @param object of the request
     * @param key    the parameter
     * @param least  smallest value
     * @param most   largest value
     * @return its value, or empty when absent; 2.0 counts as 2
     */
    public static OptionalInt count(final JsonObject object, final String key, final int least,
            final int most) {
        return switch (object.raw(key)) {
            case null -> OptionalInt.empty();
            case Number value when value.doubleValue() == Math.rint(value.doubleValue())
                    && value.doubleValue() >= least && value.doubleValue() <= most ->
                OptionalInt.of(value.intValue());
            case Object other -> throw object.wrong(key, range(least, most, other), other);
        };
    }

    private static String range(final int least, final int most, final Object found) {
        final boolean large = found instanceof Number number && number.doubleValue() > most;
        return most == Integer.MAX_VALUE && !large
                ? "an integer of at least " + least
                : "an integer from " + least + " to " + most;
    }

    /**
     * Reads an integer of 64 bits.
     *
     * @param object of the request
     * @param key    the parameter
     * @return its value, or empty when absent
     */
    public static OptionalLong whole(final JsonObject object, final String key) {
        return switch (object.raw(key)) {
            case null -> OptionalLong.empty();
            case Integer value -> OptionalLong.of(value);
            case Long value -> OptionalLong.of(value);
            case Object other -> throw object.wrong(key, "an integer of 64 bits", other);
        };
    }

    /**
     * Reads a switch.
     *
     * @param object of the request
     * @param key    the parameter
     * @return its value; false when absent
     */
    public static boolean flag(final JsonObject object, final String key) {
        return object.bool(key).orElse(false);
    }

    /**
     * Reads one string or a list of them.
     *
     * @param object of the request
     * @param key    the parameter
     * @return the strings; none when absent
     */
    public static List<String> texts(final JsonObject object, final String key) {
        return object.raw(key) instanceof String one
                ? List.of(one)
                : object.strings(key).orElse(List.of());
    }

    /**
     * Reads one of some words.
     *
     * @param object  of the request
     * @param key     the parameter
     * @param allowed words; the first is taken when absent
     * @return its value
     */
    public static String word(final JsonObject object, final String key, final List<String> allowed) {
        final String value = object.string(key).orElse(allowed.getFirst());
        if (!allowed.contains(value)) {
            throw object.wrong(key, "one of " + String.join(", ", allowed), value);
        }
        return value;
    }
}
