package dev.ingot.hf;

import dev.ingot.error.ModelFormatException;
import dev.ingot.hf.Quantization.Awq;
import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.PackedMatrix;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The tensors of one module in an AWQ checkpoint (AutoAWQ's GEMM layout).
 *
 * <pre>
 * qweight I32 [K, N / 8]       eight rows in one word; nibble i, from the lowest, is row 8 * j + [0,2,4,6,1,3,5,7][i]
 * qzeros  I32 [groups, N / 8]  likewise
 * scales      [groups, N]
 * </pre>
 */
record AwqTensors(MemorySegment words, MemorySegment zeroWords, int rows) implements StoredIntegers {

    private static final int BITS = 4;
    private static final int PER_WORD = Integer.SIZE / BITS;
    /** Where in its word a row lies: the inverse of the order above, in bits. */
    private static final int[] SHIFT = {0, 16, 4, 20, 8, 24, 12, 28};
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);

    static PackedMatrix matrix(final Awq config, final Safetensors tensors, final String module,
            final int rows, final int columns) {
        if (rows % PER_WORD != 0) {
            throw ModelFormatException.of(tensors.fileOf(module + ".qweight"), module + ".qweight",
                    "a height that is a multiple of " + PER_WORD, String.valueOf(rows));
        }
        final int groupSize = config.groupSize() == Quantization.WHOLE ? columns : config.groupSize();
        final int groups = Math.ceilDiv(columns, groupSize);
        final var layout = GroupLayout.natural(columns, groupSize);
        final var integers = new AwqTensors(
                tensors.integers(module + ".qweight", columns, rows / PER_WORD),
                tensors.integers(module + ".qzeros", groups, rows / PER_WORD), rows);
        return new GroupedMatrix(module + ".weight", rows, columns,
                new BlockFormat(BITS, layout.blockSize(), false), layout, integers,
                tensors.stored(module + ".scales", groups, rows));
    }

    @Override
    public int weight(final int column, final int row) {
        return field(words, column, row);
    }

    @Override
    public int zero(final int group, final int row) {
        return field(zeroWords, group, row);
    }

    private int field(final MemorySegment table, final int line, final int row) {
        final long word = (long) line * (rows / PER_WORD) + row / PER_WORD;
        return table.get(INT, word * Integer.BYTES) >>> SHIFT[row % PER_WORD] & ((1 << BITS) - 1);
    }
}
