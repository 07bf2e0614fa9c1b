package dev.ingot.bench;

import dev.ingot.kernel.BlockKernel;
import dev.ingot.kernel.Kernels;
import dev.ingot.quantize.Algorithm;
import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.Mode;
import dev.ingot.quantize.PackedRows;
import dev.ingot.quantize.WeightRows;
import dev.ingot.quantize.WeightType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/**
 * Rows and a way to quantize them.
 *
 * @param algorithm how
 * @param format    into which blocks
 * @param rows      bf16 weights, 1 MB as in a chunk of a conversion: they stay in the second or third cache
 * @param packed    room for the blocks
 */
record KernelCase(Algorithm algorithm, BlockFormat format, WeightRows rows, PackedRows packed) {

    static final int ROWS = 128;
    static final int COLUMNS = 4096;

    /** Input of one pass. */
    static final double GIGABYTES = (double) ROWS * COLUMNS * Short.BYTES / 1e9;

    /** Makes a case of a name such as {@code default int4 asymmetric 32}. */
    static KernelCase of(final String name, final Arena arena) {
        final String[] parts = name.split(" ", -1);
        final var format = new BlockFormat(parts[1].equals("int4") ? 4 : 8, Integer.parseInt(parts[3]),
                parts[2].equals("symmetric"));
        return new KernelCase(Algorithm.parse(parts[0]), format,
                new WeightRows(weights(arena), WeightType.BF16, ROWS, COLUMNS), room(format, arena));
    }

    BlockKernel kernel(final Kernels kernels) {
        return kernels.blocks(format, algorithm, Mode.REPAIRED);
    }

    /** Quantizes by the definition. */
    void define() {
        kernel(Kernels.scalar()).quantize(rows, packed);
    }

    /** Fails if the kernels do not give the bytes of the definition. */
    void check(final Kernels kernels) {
        try (var arena = Arena.ofConfined()) {
            final var expected = room(format, arena);
            kernel(Kernels.scalar()).quantize(rows, expected);
            kernel(kernels).quantize(rows, packed);
            if (expected.blocks().mismatch(packed.blocks()) >= 0) {
                throw new IllegalStateException(kernels.path() + " differs from the definition");
            }
        }
    }

    private static MemorySegment weights(final Arena arena) {
        final var result = arena.allocate((long) ROWS * COLUMNS * Short.BYTES, 64);
        final var random = new Random(1);
        for (int i = 0; i < ROWS * COLUMNS; i++) {
            final int bits = Float.floatToRawIntBits((float) random.nextGaussian() * 0.02f);
            result.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) (bits >>> Short.SIZE));
        }
        return result;
    }

    private static PackedRows room(final BlockFormat format, final Arena arena) {
        return new PackedRows(0, ROWS, arena.allocate((long) ROWS * format.rowBytes(COLUMNS)),
                arena.allocate((long) ROWS * format.scaleBytes(COLUMNS)),
                arena.allocate((long) ROWS * format.zeroPointBytes(COLUMNS)));
    }
}
