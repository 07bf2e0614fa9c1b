package dev.ingot.quantize;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.List;

/**
 * The off-heap memory of one worker: one slab that all chunks share, as large as the largest chunk needed.
 *
 * <p>A chunk that needs more than the slab gets extra slabs; the next chunk then starts with one slab for everything.
 */
final class Scratch implements SegmentAllocator, AutoCloseable {

    private static final long ALIGNMENT = 64;

    private final List<Arena> arenas = new ArrayList<>();
    private MemorySegment slab = MemorySegment.NULL;
    private long used;
    private long wanted;

    @Override
    public MemorySegment allocate(final long byteSize, final long byteAlignment) {
        final long alignment = Math.max(byteAlignment, ALIGNMENT);
        final long bytes = Math.ceilDiv(byteSize, alignment) * alignment;
        final long start = Math.ceilDiv(used, alignment) * alignment;
        wanted += bytes + alignment;
        if (start + bytes > slab.byteSize()) {
            slab = newSlab(bytes, alignment);
            used = bytes;
            return slab.asSlice(0, byteSize);
        }
        used = start + bytes;
        return slab.asSlice(start, byteSize);
    }

    /** Takes everything back; the memory stays for the next chunk. */
    void reset() {
        if (arenas.size() > 1) {
            close();
            slab = newSlab(wanted, ALIGNMENT);
        }
        used = 0;
        wanted = 0;
    }

    @Override
    public void close() {
        arenas.forEach(Arena::close);
        arenas.clear();
        slab = MemorySegment.NULL;
    }

    private MemorySegment newSlab(final long bytes, final long alignment) {
        final var arena = Arena.ofShared();
        arenas.add(arena);
        return arena.allocate(bytes, alignment);
    }
}
