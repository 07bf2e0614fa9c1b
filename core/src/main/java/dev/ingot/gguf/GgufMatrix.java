package dev.ingot.gguf;

import dev.ingot.quantize.WeightMatrix;
import dev.ingot.quantize.WeightRows;
import dev.ingot.quantize.WeightType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Objects;

/**
 * A matrix of a quantized type, decoded when rows are asked for.
 *
 * @param name    of the matrix, as transformers has it
 * @param rows    N
 * @param columns K, whole blocks
 * @param type    of the blocks
 * @param decoder of the blocks
 * @param data    {@code rows * columns / block size} blocks
 */
record GgufMatrix(String name, int rows, int columns, GgufType type, BlockDecoder decoder, MemorySegment data)
        implements
            WeightMatrix {

    @Override
    public WeightRows rows(final int first, final int count, final SegmentAllocator scratch) {
        Objects.checkFromIndexSize(first, count, rows);
        final MemorySegment target = scratch.allocate((long) count * columns * Float.BYTES, Float.BYTES);
        final var values = new float[type.blockSize()];
        final long blocksPerRow = columns / type.blockSize();
        final long blockBytes = (long) type.blockSize() * Float.BYTES;
        for (long block = 0; block < count * blocksPerRow; block++) {
            decoder.decode(data, (first * blocksPerRow + block) * type.blockBytes(), values);
            Bytes.put(values, target, block * blockBytes);
        }
        return new WeightRows(target, WeightType.F32, count, columns);
    }
}
