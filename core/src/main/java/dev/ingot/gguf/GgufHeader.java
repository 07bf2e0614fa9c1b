package dev.ingot.gguf;

import dev.ingot.error.ModelFormatException;
import dev.ingot.error.UnsupportedModelException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Parses the header of a GGUF file (ggml, docs/gguf.md), versions 2 and 3, little-endian.
 *
 * <pre>
 * "GGUF" | version u32 | tensors u64 | keys u64
 * keys times:    name | type u32 | value            strings: length u64, bytes; arrays: type u32, count u64, values
 * tensors times: name | rank u32 | dimensions u64 each | type u32 | offset u64, from the start of the data
 * padding up to a multiple of general.alignment (32 unless said) | data; every tensor padded likewise
 * </pre>
 */
final class GgufHeader {

    private static final int MAGIC = 0x46554747;
    private static final int MAX_ENTRIES = 250_000;
    private static final int MAX_ARRAY = 1 << 24;
    private static final int MAX_NAME = 1 << 16;
    private static final int MAX_STRING = 64 << 20;
    private static final int MAX_RANK = 4;
    private static final int MAX_DEPTH = 1;
    private static final long LEAST_KEY_BYTES = 13;
    private static final long LEAST_TENSOR_BYTES = 32;

    private final Path file;
    private final GgufCursor cursor;
    private final SequencedMap<String, GgufMetadata.Entry> entries = new LinkedHashMap<>();
    private final List<GgufTensorInfo> tensors = new ArrayList<>();

    private GgufHeader(final Path file, final MemorySegment bytes) {
        this.file = file;
        this.cursor = new GgufCursor(file, bytes, 0);
    }

    /** Tells whether a file begins as a GGUF file does. */
    static boolean isMagic(final int word) {
        return word == MAGIC;
    }

    /** Parses the header of a mapped file. */
    static GgufHeader parse(final Path file, final MemorySegment bytes) {
        final var header = new GgufHeader(file, bytes);
        header.run();
        return header;
    }

    private void run() {
        final int magic = cursor.int32("magic");
        if (magic != MAGIC) {
            throw ModelFormatException.at(file, "magic", 0, "GGUF", Integer.toHexString(magic), null);
        }
        final int version = cursor.int32("version");
        if (version != 2 && version != 3) {
            throw new UnsupportedModelException(file + ": version (byte 4): expected GGUF version 2 or 3, "
                    + "little-endian, found "
                    + (version > 0 && version < 1 << 16 ? version : "another byte order"));
        }
        final long tensorCount = cursor.count("tensor count", LEAST_TENSOR_BYTES, MAX_ENTRIES);
        final long keyCount = cursor.count("key count", LEAST_KEY_BYTES, MAX_ENTRIES);
        for (long i = 0; i < keyCount; i++) {
            readKey();
        }
        for (long i = 0; i < tensorCount; i++) {
            readTensor();
        }
    }

    private void readKey() {
        final long at = cursor.position();
        final String key = cursor.string("key", MAX_NAME);
        final Object value = value(key, type(key), 0);
        if (entries.putIfAbsent(key, new GgufMetadata.Entry(value, at)) != null) {
            throw ModelFormatException.at(file, key, at, "each key once", "it twice", null);
        }
    }

    private GgufValueType type(final String key) {
        final long at = cursor.position();
        final int code = cursor.int32(key);
        return GgufValueType.of(code).orElseThrow(() -> ModelFormatException.at(file, key, at,
                "a type from 0 to " + (GgufValueType.values().length - 1), Integer.toUnsignedString(code),
                null));
    }

    private Object value(final String key, final GgufValueType type, final int depth) {
        return switch (type) {
            case UINT8 -> cursor.int8(key) & 0xFFL;
            case INT8 -> (long) cursor.int8(key);
            case UINT16 -> cursor.int16(key) & 0xFFFFL;
            case INT16 -> (long) cursor.int16(key);
            case UINT32 -> cursor.int32(key) & 0xFFFFFFFFL;
            case INT32 -> (long) cursor.int32(key);
            case UINT64, INT64 -> cursor.int64(key);
            case FLOAT32 -> Float.intBitsToFloat(cursor.int32(key));
            case FLOAT64 -> Double.longBitsToDouble(cursor.int64(key));
            case BOOL -> truth(key);
            case STRING -> cursor.string(key, MAX_STRING);
            case ARRAY -> array(key, depth);
        };
    }

    private boolean truth(final String key) {
        final long at = cursor.position();
        final int value = cursor.int8(key);
        if (value != 0 && value != 1) {
            throw ModelFormatException.at(file, key, at, "0 or 1", String.valueOf(value), null);
        }
        return value == 1;
    }

    private GgufArray array(final String key, final int depth) {
        final long at = cursor.position();
        final GgufValueType type = type(key);
        if (type == GgufValueType.ARRAY && depth >= MAX_DEPTH) {
            throw ModelFormatException.at(file, key, at, "arrays of scalars", "deeper arrays", null);
        }
        final int count = (int) cursor.count(key, type.leastBytes(), MAX_ARRAY);
        final long start = cursor.position();
        switch (type) {
            case STRING -> {
                for (int i = 0; i < count; i++) {
                    cursor.skipString(key);
                }
            }
            case ARRAY -> {
                for (int i = 0; i < count; i++) {
                    array(key, depth + 1);
                }
            }
            default -> cursor.take(key, (long) count * type.leastBytes());
        }
        return new GgufArray(type, count, start);
    }

    private void readTensor() {
        final long at = cursor.position();
        final String name = cursor.string("tensor name", MAX_NAME);
        final int rank = cursor.int32(name);
        if (rank < 1 || rank > MAX_RANK) {
            throw ModelFormatException.at(file, name, at, "1 to " + MAX_RANK + " dimensions",
                    Integer.toUnsignedString(rank), null);
        }
        final var shape = new ArrayList<Long>(rank);
        for (int i = 0; i < rank; i++) {
            shape.add(cursor.int64(name));
        }
        final long code = cursor.int32(name) & 0xFFFFFFFFL;
        final GgufType type = GgufType.of(code).orElseThrow(() -> new UnsupportedModelException(
                file + ": " + name + " (byte " + at + "): expected a type of ggml, found number " + code));
        tensors.add(new GgufTensorInfo(name, at, type, shape, cursor.int64(name)));
    }

    /** Where the header ends. */
    long end() {
        return cursor.position();
    }

    SequencedMap<String, GgufMetadata.Entry> entries() {
        return Collections.unmodifiableSequencedMap(entries);
    }

    List<GgufTensorInfo> tensors() {
        return Collections.unmodifiableList(tensors);
    }
}
