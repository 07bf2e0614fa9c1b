package dev.ingot.adapter;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

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
    private record Place(AdapterParameter parameter, MemorySegment name, int table, int text, int dims,
            int data) {

        static Place at(final long from, final AdapterParameter parameter) {
            final var name = MemorySegment.ofArray(parameter.name().getBytes(StandardCharsets.UTF_8));
            final long table = aligned(from, Integer.BYTES);
            final long text = table + TABLE_BYTES;
            final long dims = countBefore(text + Integer.BYTES + name.byteSize() + 1);
            final long data = countBefore(
                    dims + Integer.BYTES + (long) Long.BYTES * parameter.shape().size());
            final long end = data + Integer.BYTES + parameter.data().byteSize();
            if (end > Integer.MAX_VALUE - ALIGNMENT) {
                throw new IllegalArgumentException("an adapter file has at most 2 GB; " + parameter.name()
                        + " would end at " + end);
            }
            return new Place(parameter, name, (int) table, (int) text, (int) dims, (int) data);
        }

        long end() {
            return data + Integer.BYTES + parameter.data().byteSize();
        }

        /** Where the count of elements stands, so that they themselves are aligned to eight bytes. */
        private static long countBefore(final long from) {
            return aligned(from + Integer.BYTES, ALIGNMENT) - Integer.BYTES;
        }
    }

    private final Place[] places;
    private final long size;

    AdapterEncoder(final List<AdapterParameter> parameters) {
        places = new Place[parameters.size()];
        long end = OFFSETS + Integer.BYTES * (1L + places.length);
        for (int i = 0; i < places.length; i++) {
            places[i] = Place.at(end, parameters.get(i));
            end = places[i].end();
        }
        size = aligned(end, ALIGNMENT);
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
            encode(target, places[i]);
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

    private static void encode(final MemorySegment target, final Place place) {
        final AdapterParameter parameter = place.parameter();
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
