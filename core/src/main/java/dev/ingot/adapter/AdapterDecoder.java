package dev.ingot.adapter;

import dev.ingot.error.ModelFormatException;
import dev.ingot.onnx.ElementType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Reads an adapter's flatbuffer. Nothing is believed: every offset, count and alignment is checked before it is followed,
 * since what is read here is handed on to native code.
 */
final class AdapterDecoder {

    private static final int HEAD = 8;
    private static final int FIELDS = 4;
    private static final int MAX_DIMENSIONS = 8;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Path file;
    private final MemorySegment bytes;

    AdapterDecoder(final Path file, final MemorySegment bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    List<AdapterParameter> parameters() {
        if (bytes.byteSize() < HEAD || !identifier().equals(AdapterEncoder.IDENTIFIER)) {
            throw wrong(0,
                    "an ONNX Runtime adapter, which has \"" + AdapterEncoder.IDENTIFIER + "\" at byte 4",
                    "something else");
        }
        final long root = table(followed(0));
        final int version = number(root, 0);
        if (version != AdapterEncoder.FORMAT_VERSION) {
            throw wrong(root, "format version " + AdapterEncoder.FORMAT_VERSION, String.valueOf(version));
        }
        final long list = reference(root, FIELDS - 1);
        final int count = count(list, Integer.BYTES, Integer.BYTES);
        final var names = new HashSet<String>();
        final var parameters = new ArrayList<AdapterParameter>();
        for (int i = 0; i < count; i++) {
            final long table = table(followed(list + Integer.BYTES * (1L + i)));
            final AdapterParameter parameter = parameter(table);
            if (!names.add(parameter.name())) {
                throw wrong(table, "names that differ", parameter.name() + " twice");
            }
            parameters.add(parameter);
        }
        return parameters;
    }

    private String identifier() {
        return new String(bytes.asSlice(Integer.BYTES, Integer.BYTES).toArray(ValueLayout.JAVA_BYTE),
                StandardCharsets.US_ASCII);
    }

    private AdapterParameter parameter(final long table) {
        final String name = text(reference(table, 0));
        final long dims = reference(table, 1);
        final int code = number(table, 2);
        final long data = reference(table, FIELDS - 1);
        final ElementType type = ElementType.ofCode(code)
                .orElseThrow(
                        () -> wrong(table, "an element type of " + name + " that is known", "type " + code));
        final List<Long> shape = shape(dims);
        final int size = count(data, 1, Long.BYTES);
        if (size != size(dims, shape, type)) {
            throw wrong(data, size(dims, shape, type) + " bytes for " + name + " of " + type + " " + shape,
                    String.valueOf(size));
        }
        return new AdapterParameter(name, type, shape, bytes.asSlice(data + Integer.BYTES, size));
    }

    private List<Long> shape(final long at) {
        final int count = count(at, Long.BYTES, Long.BYTES);
        if (count > MAX_DIMENSIONS) {
            throw wrong(at, "at most " + MAX_DIMENSIONS + " dimensions", String.valueOf(count));
        }
        final var shape = new ArrayList<Long>();
        for (int i = 0; i < count; i++) {
            shape.add(bytes.get(LONG, at + Integer.BYTES + (long) Long.BYTES * i));
        }
        return shape;
    }

    private long size(final long at, final List<Long> shape, final ElementType type) {
        long size = type.bytes();
        for (final long dimension : shape) {
            if (dimension < 0 || Math.multiplyHigh(size, dimension) != 0
                    || size * dimension > bytes.byteSize()) {
                throw wrong(at, "dimensions that fit into the file", String.valueOf(shape));
            }
            size *= dimension;
        }
        return size;
    }

    private String text(final long at) {
        final int length = count(at, 1, 1);
        requireInside(at, Integer.BYTES + length + 1L);
        if (bytes.get(ValueLayout.JAVA_BYTE, at + Integer.BYTES + length) != 0) {
            throw wrong(at, "a name that ends with a zero byte", "another");
        }
        try {
            return StandardCharsets.UTF_8.newDecoder()
                    .decode(bytes.asSlice(at + Integer.BYTES, length).asByteBuffer()).toString();
        } catch (CharacterCodingException e) {
            throw ModelFormatException.at(file, null, at, "a name in UTF-8", "other bytes", e);
        }
    }

    /** Checks a table and its vtable. */
    private long table(final long at) {
        requireAligned(at, Integer.BYTES);
        requireInside(at, Integer.BYTES);
        final long vtable = at - bytes.get(INT, at);
        requireAligned(vtable, Short.BYTES);
        requireInside(vtable, 2L * Short.BYTES);
        requireInside(vtable, small(vtable));
        requireInside(at, small(vtable + Short.BYTES));
        if (small(vtable) < 2 * Short.BYTES || small(vtable) % Short.BYTES != 0) {
            throw wrong(vtable, "a vtable of at least 4 bytes", String.valueOf(small(vtable)));
        }
        return at;
    }

    private int small(final long at) {
        return Short.toUnsignedInt(bytes.get(SHORT, at));
    }

    /** Place of a field of four bytes, or -1 if the table has none. */
    private long field(final long table, final int index) {
        final long vtable = table - bytes.get(INT, table);
        final long entry = Short.BYTES * (2L + index);
        final int offset = entry < small(vtable) ? small(vtable + entry) : 0;
        if (offset == 0) {
            return -1;
        }
        if (offset < Integer.BYTES || offset + Integer.BYTES > small(vtable + Short.BYTES)) {
            throw wrong(vtable, "fields inside their table", "one at " + offset);
        }
        requireAligned(table + offset, Integer.BYTES);
        return table + offset;
    }

    private int number(final long table, final int index) {
        final long at = field(table, index);
        return at < 0 ? 0 : bytes.get(INT, at);
    }

    private long reference(final long table, final int index) {
        final long at = field(table, index);
        if (at < 0) {
            throw wrong(table, "a table with its field " + index, "none");
        }
        return followed(at);
    }

    private long followed(final long at) {
        requireInside(at, Integer.BYTES);
        final long target = at + Integer.toUnsignedLong(bytes.get(INT, at));
        requireInside(target, Integer.BYTES);
        return target;
    }

    /** Reads how many elements a list has, and checks that they are there, aligned. */
    private int count(final long at, final int elementBytes, final int alignment) {
        requireAligned(at, Integer.BYTES);
        requireAligned(at + Integer.BYTES, alignment);
        final long count = Integer.toUnsignedLong(bytes.get(INT, at));
        requireInside(at + Integer.BYTES, count * elementBytes);
        return (int) count;
    }

    private void requireAligned(final long at, final int alignment) {
        if (at % alignment != 0) {
            throw wrong(at, "an offset that is a multiple of " + alignment, "this one");
        }
    }

    private void requireInside(final long at, final long length) {
        if (at < 0 || at > bytes.byteSize() - length) {
            throw wrong(at, length + " bytes there", "a file of " + bytes.byteSize());
        }
    }

    private ModelFormatException wrong(final long at, final String expected, final String found) {
        return ModelFormatException.at(file, null, at, expected, found, null);
    }
}
