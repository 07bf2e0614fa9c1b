package dev.ingot.adapter;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Lays an adapter out as a flatbuffer, front to back: the root, the offsets of the parameters, then each parameter's
 * table, name, dimensions and data. All tables of a kind share one vtable. Offsets count from where they stand.
 *
 * <pre>
 *    0  offset of the root table, identifier "TORT"
 *    8  vtable of Adapter: 12 bytes      20  its table: 20 bytes
 *   40  vtable of Parameter: 12 bytes    52  count of parameters, then an offset each
 * </pre>
 */
final class AdapterEncoder {

    static final int ALIGNMENT = 8;
    static final int FORMAT_VERSION = 1;
    static final String IDENTIFIER = "TORT";

    /** Tables of both kinds: distance to the vtable, then four fields of four bytes. */
    static final int TABLE_BYTES = 20;

    private static final int VTABLE_BYTES = 12;
    private static final int ROOT_VTABLE = 8;
    private static final int ROOT = ROOT_VTABLE + VTABLE_BYTES;
    private static final int PARAMETER_VTABLE = ROOT + TABLE_BYTES;
    private static final int OFFSETS = PARAMETER_VTABLE + VTABLE_BYTES;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Where the pieces of a parameter lie; dimensions and data begin behind their count. */
    private record Place(MemorySegment name, int table, int text, int dims, int data, long end) {

        static Place at(final long from, final AdapterParameter parameter) {
            return at(from, parameter.name(), parameter.shape().size(), parameter.data().byteSize());
        }

        static Place at(final long from, final String called, final int dimensions, final long bytes) {
            final var name = MemorySegment.ofArray(called.getBytes(StandardCharsets.UTF_8));
            final long table = aligned(from, Integer.BYTES);
            final long text = table + TABLE_BYTES;
            final long dims = countBefore(text + Integer.BYTES + name.byteSize() + 1);
            final long data = countBefore(dims + Integer.BYTES + (long) Long.BYTES * dimensions);
            final long end = data + Integer.BYTES + bytes;
            if (end > Integer.MAX_VALUE - ALIGNMENT) {
                throw new IllegalArgumentException("an adapter file has at most 2 GB; " + called
                        + " would end at " + end);
            }
            return new Place(name, (int) table, (int) text, (int) dims, (int) data, end);
        }

        /** Where the count of elements stands, so that they themselves are aligned to eight bytes. */
        private static long countBefore(final long from) {
            return aligned(from + Integer.BYTES, ALIGNMENT) - Integer.BYTES;
        }
    }

    private final List<AdapterParameter> parameters;
    private final Place[] places;
    private final long size;

    AdapterEncoder(final List<AdapterParameter> parameters) {
        this.parameters = parameters;
        places = new Place[parameters.size()];
        long end = begin(places.length);
        for (int i = 0; i < places.length; i++) {
            places[i] = Place.at(end, parameters.get(i));
            end = places[i].end();
        }
        size = aligned(end, ALIGNMENT);
    }

    /** The size of a file of matrices, of which the bytes of the elements are given by name. */
    static long bytes(final Map<String, Long> matrices) {
        long end = begin(matrices.size());
        for (final var matrix : matrices.entrySet()) {
            end = Place.at(end, matrix.getKey(), 2, matrix.getValue()).end();
        }
        return aligned(end, ALIGNMENT);
    }

    /** Where the first parameter may begin. */
    private static long begin(final int count) {
        return OFFSETS + Integer.BYTES * (1L + count);
    }

    private static long aligned(final long offset, final int alignment) {
        return (offset + alignment - 1) / alignment * alignment;
    }

    MemorySegment encode(final SegmentAllocator allocator) {
        final MemorySegment target = allocator.allocate(size, ALIGNMENT).fill((byte) 0);
        target.set(INT, 0, ROOT);
        target.asSlice(Integer.BYTES).copyFrom(
                MemorySegment.ofArray(IDENTIFIER.getBytes(StandardCharsets.US_ASCII)));
        vtable(target, ROOT_VTABLE);
        vtable(target, PARAMETER_VTABLE);
        target.set(INT, ROOT, ROOT - ROOT_VTABLE);
        target.set(INT, field(ROOT, 0), FORMAT_VERSION);
        target.set(INT, field(ROOT, 1), 1);
        target.set(INT, field(ROOT, 2), 1);
        refer(target, field(ROOT, 3), OFFSETS);
        target.set(INT, OFFSETS, places.length);
        for (int i = 0; i < places.length; i++) {
            refer(target, OFFSETS + Integer.BYTES * (1L + i), places[i].table());
            encode(target, parameters.get(i), places[i]);
        }
        return target;
    }

    private static void vtable(final MemorySegment target, final long at) {
        target.set(SHORT, at, (short) VTABLE_BYTES);
        target.set(SHORT, at + Short.BYTES, (short) TABLE_BYTES);
        for (int field = 0; field < 4; field++) {
            target.set(SHORT, at + Short.BYTES * (2L + field), (short) field(0, field));
        }
    }

    private static long field(final long table, final int index) {
        return table + Integer.BYTES * (1L + index);
    }

    private static void refer(final MemorySegment target, final long from, final long to) {
        target.set(INT, from, (int) (to - from));
    }

    private static void encode(final MemorySegment target, final AdapterParameter parameter,
            final Place place) {
        target.set(INT, place.table(), place.table() - PARAMETER_VTABLE);
        refer(target, field(place.table(), 0), place.text());
        refer(target, field(place.table(), 1), place.dims());
        target.set(INT, field(place.table(), 2), parameter.type().code());
        refer(target, field(place.table(), 3), place.data());
        target.set(INT, place.text(), (int) place.name().byteSize());
        target.asSlice(place.text() + Integer.BYTES).copyFrom(place.name());
        target.set(INT, place.dims(), parameter.shape().size());
        for (int i = 0; i < parameter.shape().size(); i++) {
            target.set(LONG, place.dims() + Integer.BYTES + (long) Long.BYTES * i, parameter.shape().get(i));
        }
        target.set(INT, place.data(), Math.toIntExact(parameter.data().byteSize()));
        target.asSlice(place.data() + Integer.BYTES).copyFrom(parameter.data());
    }
}
