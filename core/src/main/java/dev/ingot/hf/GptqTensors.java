package dev.ingot.hf;

import dev.ingot.error.ModelFormatException;
import dev.ingot.hf.Quantization.Gptq;
import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.PackedMatrix;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The tensors of one module in a GPTQ checkpoint (AutoGPTQ's layout).
 *
 * <pre>
 * qweight I32 [K * bits / 32, N]       consecutive columns in one word, lowest bits first
 * qzeros  I32 [groups, N * bits / 32]  consecutive rows in one word; version 1 holds zero - 1
 * scales      [groups, N]
 * g_idx   I32 [K]                      group of every column; not rising with act-order
 * </pre>
 */
record GptqTensors(MemorySegment words, Optional<MemorySegment> zeroWords, int bits, int rows,
        boolean lessOne) implements StoredIntegers {

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);

    static PackedMatrix matrix(final Gptq config, final Safetensors tensors, final String module,
            final int rows, final int columns) {
        final int bits = bits(config, tensors, module, columns);
        final int perWord = Integer.SIZE / bits;
        final StoredMatrix scales = scales(config, tensors, module, rows, columns);
        final int groups = scales.rows();
        final int groupSize = config.dynamic() || groups == 1 ? columns / groups : config.groupSize();
        final MemorySegment words = tensors.integers(module + ".qweight", columns / perWord, rows);
        final Optional<MemorySegment> zeros = tensors.has(module + ".qzeros")
                ? Optional.of(tensors.integers(module + ".qzeros", groups, Math.ceilDiv(rows, perWord)))
                : Optional.empty();
        final var layout = tensors.has(module + ".g_idx")
                ? GroupLayout.of(groupsOfColumns(tensors, module, columns, groups), groupSize)
                : GroupLayout.natural(columns, groupSize);
        return new GroupedMatrix(module + ".weight", rows, columns,
                new BlockFormat(bits, layout.blockSize(), zeros.isEmpty()), layout,
                new GptqTensors(words, zeros, bits, rows, config.lessOne()), scales);
    }

    /** Modules of one checkpoint may differ; the number of words says how many bits this one has. */
    private static int bits(final Gptq config, final Safetensors tensors, final String module,
            final int columns) {
        final int words = tensors.rows(module + ".qweight");
        final int bits = config.dynamic() && words == columns / 4
                ? 8
                : config.dynamic() && words == columns / 8 ? 4 : config.bits();
        if (columns % (Integer.SIZE / bits) != 0) {
            throw ModelFormatException.of(tensors.fileOf(module + ".qweight"), module + ".qweight",
                    "a width that is a multiple of " + Integer.SIZE / bits, String.valueOf(columns));
        }
        return bits;
    }

    private static StoredMatrix scales(final Gptq config, final Safetensors tensors, final String module,
            final int rows, final int columns) {
        final String name = module + ".scales";
        final int groups = config.dynamic()
                ? tensors.rows(name)
                : config.groupSize() == Quantization.WHOLE ? 1 : Math.ceilDiv(columns, config.groupSize());
        if (groups < 1 || groups > columns || (config.dynamic() && columns % groups != 0)) {
            throw ModelFormatException.of(tensors.fileOf(name), name,
                    "a number of groups that divides " + columns, String.valueOf(groups));
        }
        return tensors.stored(name, groups, rows);
    }

    private static int[] groupsOfColumns(final Safetensors tensors, final String module, final int columns,
            final int groups) {
        final String name = module + ".g_idx";
        final int[] result = tensors.integers(name, columns).toArray(INT);
        for (int column = 0; column < columns; column++) {
            if (result[column] < 0 || result[column] >= groups) {
                throw ModelFormatException.of(tensors.fileOf(name), name + "[" + column + "]",
                        "a group from 0 to " + (groups - 1), String.valueOf(result[column]));
            }
        }
        return result;
    }

    @Override
    public int weight(final int column, final int row) {
        final int perWord = Integer.SIZE / bits;
        return field(words.get(INT, ((long) (column / perWord) * rows + row) * Integer.BYTES),
                column % perWord);
    }

    @Override
    public int zero(final int group, final int row) {
        if (zeroWords.isEmpty()) {
            return 1 << (bits - 1);
        }
        final int perWord = Integer.SIZE / bits;
        final long line = (long) group * Math.ceilDiv(rows, perWord);
        final int stored = field(zeroWords.get().get(INT, (line + row / perWord) * Integer.BYTES),
                row % perWord);
        return (lessOne ? stored + 1 : stored) & ((1 << bits) - 1);
    }

    private int field(final int word, final int index) {
        return (word >>> (index * bits)) & ((1 << bits) - 1);
    }
}
