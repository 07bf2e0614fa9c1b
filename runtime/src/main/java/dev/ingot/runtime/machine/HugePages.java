package dev.ingot.runtime.machine;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The system's transparent huge pages, as far as a process may ask for them: Linux 6.1 and later, unless they are
 * switched off ({@code /sys/kernel/mm/transparent_hugepage/enabled}). Elsewhere there are none. Source: madvise(2),
 * MADV_COLLAPSE.
 */
public final class HugePages {

    private static final Path SYSTEM = Path.of("/sys/kernel/mm/transparent_hugepage");
    private static final int MADV_COLLAPSE = 25;
    private static final double FULL = 0.9; // of a huge page in use, so that moving it takes no more than a tenth more

    private final long size;

    private HugePages(final long size) {
        this.size = size;
    }

    /**
     * Asks the system.
     *
     * @return its huge pages
     */
    public static HugePages ofSystem() {
        return of(SYSTEM);
    }

    static HugePages of(final Path settings) {
        try {
            final boolean off = Files.readString(settings.resolve("enabled")).contains("[never]");
            return new HugePages(
                    off ? 0 : Long.parseLong(Files.readString(settings.resolve("hpage_pmd_size")).trim()));
        } catch (IOException | NumberFormatException e) {
            return new HugePages(0);
        }
    }

    /**
     * Returns how large one is.
     *
     * @return bytes; 0 where there are none
     */
    public long size() {
        return size;
    }

    /**
     * Keeps what consists of whole huge pages.
     *
     * @param ranges any
     * @return the same, cut to borders of huge pages; empty where there are none
     */
    public List<AddressRange> whole(final List<AddressRange> ranges) {
        return size == 0 ? List.of() : ranges.stream().flatMap(this::whole).toList();
    }

    private Stream<AddressRange> whole(final AddressRange range) {
        final long from = Math.ceilDiv(range.from(), size) * size;
        final long to = Math.floorDiv(range.to(), size) * size;
        return from < to ? Stream.of(new AddressRange(from, to)) : Stream.empty();
    }

    /**
     * Moves memory into huge pages where nearly all of it is in use; its content and addresses stay the same. Memory that
     * is no longer there is left alone.
     *
     * @param range whole huge pages
     * @return bytes that lie in huge pages now
     */
    public long collapse(final AddressRange range) {
        long collapsed = 0;
        long from = range.from();
        while (from < range.to()) {
            long to = from;
            while (to < range.to() && isFull(to)) {
                to += size;
            }
            if (to > from && SystemCalls.madvise(from, to - from, MADV_COLLAPSE)) {
                collapsed += to - from;
            }
            from = to + size;
        }
        return collapsed;
    }

    private boolean isFull(final long from) {
        final int pages = (int) (size / SystemCalls.pageSize());
        try (var arena = Arena.ofConfined()) {
            final MemorySegment resident = arena.allocate(pages);
            if (!SystemCalls.mincore(from, size, resident)) {
                return false;
            }
            int used = 0;
            for (int i = 0; i < pages; i++) {
                used += resident.get(ValueLayout.JAVA_BYTE, i) & 1;
            }
            return used >= pages * FULL;
        }
    }
}
