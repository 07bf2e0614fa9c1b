package dev.ingot.gguf;

import dev.ingot.error.ModelFormatException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/** The key-value pairs of a GGUF file; arrays are read when asked for. Thread-safe. */
final class GgufMetadata {

    private static final int MAX_STRING = 1 << 20;

    /** A value and where its key begins. */
    record Entry(Object value, long offset) {}

    private final Path file;
    private final MemorySegment bytes;
    private final SequencedMap<String, Entry> entries;

    GgufMetadata(final Path file, final MemorySegment bytes, final SequencedMap<String, Entry> entries) {
        this.file = file;
        this.bytes = bytes;
        this.entries = entries;
    }

    Path file() {
        return file;
    }

    SequencedSet<String> keys() {
        return Collections.unmodifiableSequencedSet(entries.sequencedKeySet());
    }

    boolean has(final String key) {
        return entries.containsKey(key);
    }

    Optional<String> string(final String key) {
        return switch (value(key)) {
            case null -> Optional.empty();
            case String text -> Optional.of(text);
            case Object other -> throw wrong(key, "a string", other);
        };
    }

    String requiredString(final String key) {
        return string(key).orElseThrow(() -> missing(key, "a string"));
    }

    /** An integer of at most 31 bits; a negative one of an unsigned type cannot be. */
    OptionalInt integer(final String key) {
        return switch (value(key)) {
            case null -> OptionalInt.empty();
            case Long number when number >= Integer.MIN_VALUE && number <= Integer.MAX_VALUE ->
                OptionalInt.of(number.intValue());
            case Object other -> throw wrong(key, "an integer of at most 31 bits", other);
        };
    }

    int requiredInteger(final String key) {
        return integer(key).orElseThrow(() -> missing(key, "an integer"));
    }

    /** A number; a float becomes the shortest decimal that means it, which is what its author wrote. */
    OptionalDouble number(final String key) {
        return switch (value(key)) {
            case null -> OptionalDouble.empty();
            case Float number -> OptionalDouble.of(Double.parseDouble(Float.toString(number)));
            case Double number -> OptionalDouble.of(number);
            case Long number -> OptionalDouble.of(number);
            case Object other -> throw wrong(key, "a number", other);
        };
    }

    Optional<Boolean> bool(final String key) {
        return switch (value(key)) {
            case null -> Optional.empty();
            case Boolean truth -> Optional.of(truth);
            case Object other -> throw wrong(key, "a truth value", other);
        };
    }

    /** An array of strings; an empty list when absent. */
    List<String> strings(final String key) {
        final Optional<GgufArray> array = array(key, GgufValueType.STRING);
        final var result = new ArrayList<String>();
        array.ifPresent(found -> {
            final var cursor = new GgufCursor(file, bytes, found.offset());
            for (int i = 0; i < found.count(); i++) {
                result.add(cursor.string(key + "[" + i + "]", MAX_STRING));
            }
        });
        return result;
    }

    /** An array of 32-bit floats; empty when absent. */
    Optional<float[]> floats(final String key) {
        return array(key, GgufValueType.FLOAT32).map(found -> {
            final var cursor = new GgufCursor(file, bytes, found.offset());
            final var result = new float[found.count()];
            for (int i = 0; i < result.length; i++) {
                result[i] = Float.intBitsToFloat(cursor.int32(key));
            }
            return result;
        });
    }

    /** An array of 32-bit integers; empty when absent. */
    Optional<int[]> integers(final String key) {
        if (value(key) instanceof GgufArray array && array.type() != GgufValueType.INT32
                && array.type() != GgufValueType.UINT32) {
            throw wrong(key, "an array of 32-bit integers", array);
        }
        return value(key) instanceof GgufArray array
                ? array(key, array.type()).map(found -> {
                    final var cursor = new GgufCursor(file, bytes, found.offset());
                    final var result = new int[found.count()];
                    for (int i = 0; i < result.length; i++) {
                        result[i] = cursor.int32(key);
                    }
                    return result;
                })
                : Optional.empty();
    }

    /** An array of truth values; empty when absent. */
    Optional<boolean[]> flags(final String key) {
        return array(key, GgufValueType.BOOL).map(found -> {
            final var cursor = new GgufCursor(file, bytes, found.offset());
            final var result = new boolean[found.count()];
            for (int i = 0; i < result.length; i++) {
                result[i] = cursor.int8(key) != 0;
            }
            return result;
        });
    }

    /** Whether a value is an array rather than a scalar. */
    boolean isArray(final String key) {
        return value(key) instanceof GgufArray;
    }

    private Optional<GgufArray> array(final String key, final GgufValueType type) {
        return switch (value(key)) {
            case null -> Optional.empty();
            case GgufArray array when array.type() == type -> Optional.of(array);
            case Object other -> throw wrong(key, "an array of " + type, other);
        };
    }

    private @Nullable Object value(final String key) {
        final @Nullable Entry entry = entries.get(key);
        return entry == null ? null : entry.value();
    }

    ModelFormatException missing(final String key, final String expected) {
        return ModelFormatException.of(file, key, expected, "nothing");
    }

    ModelFormatException wrong(final String key, final String expected, final Object found) {
        final @Nullable Entry entry = entries.get(key);
        final String text = String.valueOf(found);
        return ModelFormatException.at(file, key, entry == null ? -1 : entry.offset(), expected,
                text.length() > 60 ? text.substring(0, 60) + "..." : text, null);
    }
}
