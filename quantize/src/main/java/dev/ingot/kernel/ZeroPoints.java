package dev.ingot.kernel;

import static dev.ingot.kernel.Layouts.BYTE;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.PackedRows;
import java.lang.foreign.MemorySegment;

/**
 * The zero points of some rows on their way out: collected one byte each in any order, stored as {@link BlockFormat} wants
 * them, where those of fewer than 8 bits share a byte and every row starts a new one.
 */
final class ZeroPoints {

    private static final int EIGHT = 8;

    private final byte[] values;
    private final int bits;
    private final int perRow;
    private final int bytesPerRow;

    ZeroPoints(final BlockFormat format, final int columns, final int rows) {
        this.bits = format.bits();
        this.perRow = format.blocksPerRow(columns);
        this.bytesPerRow = format.zeroPointBytes(columns);
        this.values = format.symmetric() ? new byte[0] : new byte[rows * perRow];
    }

    /** Takes the zero points of consecutive blocks, the first of which is {@code block}, counted over all rows. */
    void put(final int block, final byte[] source, final int count) {
        if (values.length > 0) {
            System.arraycopy(source, 0, values, block, count);
        }
    }

    /** Stores all of them. */
    void store(final PackedRows packed) {
        if (bits < EIGHT) {
            squeeze();
        }
        MemorySegment.copy(values, 0, packed.zeroPoints(), BYTE, 0, (int) packed.zeroPoints().byteSize());
    }

    /** Packs in place: a byte never moves up. What is left of a row's last byte gets the middle code. */
    private void squeeze() {
        final int perByte = EIGHT / bits;
        final int none = 1 << (bits - 1);
        for (int first = 0, to = 0; first < values.length; first += perRow, to += bytesPerRow) {
            for (int i = 0; i < bytesPerRow; i++) {
                int packed = 0;
                for (int j = perByte - 1; j >= 0; j--) {
                    final int at = perByte * i + j;
                    packed = packed << bits | (at < perRow ? values[first + at] : none);
                }
                values[to + i] = (byte) packed;
            }
        }
    }
}
