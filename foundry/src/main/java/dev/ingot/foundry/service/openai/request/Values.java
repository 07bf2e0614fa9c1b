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
        final OptionalDouble value = object.number(key);
        value.ifPresent(it -> {
            if (!(it >= least && it <= most)) {
                throw object.wrong(key, "a number from " + plain(least) + " to " + plain(most),
                        object.raw(key));
            }
        });
        return value;
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
     * @return its value, or empty when absent
     */
    public static OptionalInt count(final JsonObject object, final String key, final int least,
            final int most) {
        final OptionalInt value = object.integer(key);
        value.ifPresent(it -> {
            if (it < least || it > most) {
                throw object.wrong(key, most == Integer.MAX_VALUE
                        ? "an integer of at least " + least
                        : "an integer from " + least + " to " + most, it);
            }
        });
        return value;
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
