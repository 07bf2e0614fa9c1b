package dev.ingot.kernel;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.PackedRows;
import java.lang.foreign.MemorySegment;

/** What turns stored weights into float32; stateless, for any number of threads. Segments have any alignment. */
public interface FloatKernels {

    /**
     * Widens bf16.
     *
     * @param source little-endian bf16 values
     * @param target little-endian floats
     * @param count  number of values
     */
    void fromBf16(MemorySegment source, MemorySegment target, long count);

    /**
     * Widens f16.
     *
     * @param source little-endian half values
     * @param target little-endian floats
     * @param count  number of values
     */
    void fromF16(MemorySegment source, MemorySegment target, long count);

    /**
     * Dequantizes rows: {@code (q - zero) * scale}, in float32.
     *
     * @param packed  the rows
     * @param format  how they are stored
     * @param columns weights per row
     * @param target  {@code count * columns} little-endian floats
     */
    void fromBlocks(PackedRows packed, BlockFormat format, int columns, MemorySegment target);
}
