package dev.ingot.hf;

import dev.ingot.error.ModelFormatException;
import dev.ingot.json.JsonMembers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses and checks the header of a safetensors file with the rules of the reference implementation.
 *
 * <pre>
 * | n: u64 little-endian | n bytes of JSON, blanks at the end | data |
 * JSON: {"name": {"dtype": "BF16", "shape": [640, 64], "data_offsets": [begin, end]}, ..., "__metadata__": {...}}
 * offsets count from the start of the data; tensors lie back to back, without holes, and fill the data
 * </pre>
 */
final class SafetensorsHeader {

    /** Bytes of the length in front of the JSON. */
    static final int PREFIX = 8;
    /** Limit of the reference implementation. */
    static final int MAX_BYTES = 100_000_000;
    private static final int MAX_TENSORS = 250_000;
    private static final int MAX_RANK = 8;
    private static final String METADATA = "__metadata__";
    private static final Set<String> KEYS = Set.of("dtype", "shape", "data_offsets");

    private final Path file;
    private final long dataStart;
    private final List<TensorEntry> entries = new ArrayList<>();

    private SafetensorsHeader(final Path file, final long dataStart) {
        this.file = file;
        this.dataStart = dataStart;
    }

    /**
     * Parses the JSON of a header.
     *
     * @param file     for messages
     * @param json     the bytes
     * @param fileSize size of the whole file
     * @return the tensors in the order of the header
     */
    static List<TensorEntry> parse(final Path file, final byte[] json, final long fileSize) {
        final var header = new SafetensorsHeader(file, (long) PREFIX + json.length);
        JsonMembers.visit(file, PREFIX, json, header::member);
        header.checkLayout(fileSize);
        return Collections.unmodifiableList(header.entries);
    }

    private void member(final String name, final long offset, final @Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong(name, offset, "an object", value);
        }
        if (METADATA.equals(name)) {
            checkMetadata(offset, map);
            return;
        }
        if (entries.size() >= MAX_TENSORS) {
            throw wrong(name, offset, "at most " + MAX_TENSORS + " tensors", "more");
        }
        entries.add(entry(name, offset, map));
    }

    private void checkMetadata(final long offset, final Map<?, ?> map) {
        map.forEach((key, text) -> {
            if (!(text instanceof String)) {
                throw wrong(METADATA + "." + key, offset, "a string", text);
            }
        });
    }

    private TensorEntry entry(final String name, final long offset, final Map<?, ?> map) {
        for (final Object key : map.keySet()) {
            if (!KEYS.contains(String.valueOf(key))) {
                throw wrong(name, offset, "only the keys dtype, shape and data_offsets", key);
            }
        }
        if (!(map.get("dtype") instanceof String dtype)) {
            throw wrong(name + ".dtype", offset, "a string", map.get("dtype"));
        }
        final List<Long> shape = sizes(name + ".shape", offset, map.get("shape"));
        final List<Long> range = sizes(name + ".data_offsets", offset, map.get("data_offsets"));
        if (shape.size() > MAX_RANK) {
            throw wrong(name + ".shape", offset, "at most " + MAX_RANK + " dimensions", shape.size());
        }
        if (range.size() != 2 || range.get(0) > range.get(1) || range.get(1) > Long.MAX_VALUE - dataStart) {
            throw wrong(name + ".data_offsets", offset, "[begin, end] with begin <= end", range);
        }
        checkSize(name, offset, dtype, shape, range.get(1) - range.get(0));
        return new TensorEntry(name, dtype, shape, dataStart + range.get(0), dataStart + range.get(1));
    }

    private List<Long> sizes(final String subject, final long offset, final @Nullable Object value) {
        final String expected = "a list of integers >= 0";
        if (!(value instanceof List<?> list)) {
            throw wrong(subject, offset, expected, value);
        }
        final var sizes = new ArrayList<Long>(list.size());
        for (final Object element : list) {
            if (!(element instanceof Integer || element instanceof Long)
                    || ((Number) element).longValue() < 0) {
                throw wrong(subject, offset, expected, element);
            }
            sizes.add(((Number) element).longValue());
        }
        return sizes;
    }

    private void checkSize(final String name, final long offset, final String dtype, final List<Long> shape,
            final long found) {
        final var type = TensorType.of(dtype);
        if (type.isEmpty()) {
            return;
        }
        final long bytes;
        try {
            long bits = type.get().bits();
            for (final long dimension : shape) {
                bits = Math.multiplyExact(bits, dimension);
            }
            bytes = bits % 8 == 0 ? bits / 8 : -1;
        } catch (ArithmeticException e) {
            throw ModelFormatException.at(file, name + ".shape", offset, "fewer than 2^63 bits",
                    dtype + " " + shape, e);
        }
        if (bytes != found) {
            final String expected = bytes < 0 ? "a whole number of" : String.valueOf(bytes);
            throw wrong(name, offset, expected + " bytes for " + dtype + " " + shape, found + " bytes");
        }
    }

    private void checkLayout(final long fileSize) {
        final var sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingLong(TensorEntry::begin).thenComparingLong(TensorEntry::end));
        long next = dataStart;
        for (final TensorEntry entry : sorted) {
            if (entry.begin() != next) {
                throw wrong(entry.name(), entry.begin(),
                        "data at byte " + next + ", right after the tensor before",
                        entry.begin() < next ? "an overlap" : "a hole");
            }
            next = entry.end();
        }
        if (next != fileSize) {
            throw ModelFormatException.of(file, "a file of " + next + " bytes, as its header says",
                    fileSize + " bytes" + (fileSize < next ? " (truncated)" : ""));
        }
    }

    private ModelFormatException wrong(final String subject, final long offset, final String expected,
            final @Nullable Object found) {
        final String text = String.valueOf(found);
        return ModelFormatException.at(file, subject.length() > 200 ? subject.substring(0, 200) : subject,
                offset,
                expected, text.length() > 200 ? text.substring(0, 200) + "..." : text, null);
    }
}
