package dev.ingot.quantize;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicLong;

/** Quantizes 256 MB of bf16, in a JVM whose heap is a small part of that. */
final class SmallHeap {

    private static final int ROWS = 1 << 15;
    private static final int COLUMNS = 1 << 12;

    private SmallHeap() {}

    public static void main(final String[] arguments) throws IOException {
        final var format = new BlockFormat(4, 32, false);
        final var bytes = new AtomicLong();
        try (var arena = Arena.ofShared(); var workers = RowWorkers.eager(2)) {
            final MemorySegment few = arena.allocate(2L * COLUMNS * 64);
            for (int i = 0; i < COLUMNS * 64; i++) {
                few.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) (0x3C00 + i % 300));
            }
            BlockQuantizer.of(format, Algorithm.DEFAULT, Mode.REPAIRED).quantize(new Repeated(few),
                    packed -> bytes.addAndGet(packed.blocks().byteSize()), workers);
        }
        System.out.println("packed " + bytes.get() + " bytes");
    }

    /** The same few rows again and again. */
    private record Repeated(MemorySegment few) implements WeightMatrix {

        @Override
        public String name() {
            return "repeated";
        }

        @Override
        public int rows() {
            return ROWS;
        }

        @Override
        public int columns() {
            return COLUMNS;
        }

        @Override
        public WeightRows rows(final int first, final int count, final SegmentAllocator scratch) {
            return new WeightRows(few.asSlice(0, 2L * count * COLUMNS), WeightType.BF16, count, COLUMNS);
        }
    }
}
