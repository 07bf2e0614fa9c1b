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
    private final int rows;
    private final int perRow;

    ZeroPoints(final BlockFormat format, final int columns, final int rows) {
        this.bits = format.bits();
        this.rows = format.symmetric() ? 0 : rows;
        this.perRow = format.blocksPerRow(columns);
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
        int count = perRow;
        for (int shift = bits; shift < EIGHT; shift *= 2) {
            count = halve(count, shift);
        }
        MemorySegment.copy(values, 0, packed.zeroPoints(), BYTE, 0, (int) packed.zeroPoints().byteSize());
    }

    /**
     * Puts each two neighbours of a row into one byte, in place: a byte never moves up. What is left of a row's last byte
     * gets the middle code.
     *
     * @param count how many bytes a row has
     * @param shift how many bits of a byte are taken
     * @return how many bytes a row has then
     */
    private int halve(final int count, final int shift) {
        final int half = (count + 1) / 2;
        for (int from = 0, to = 0; from < rows * count; from += count, to += half) {
            for (int i = 0; i < count / 2; i++) {
                values[to + i] = (byte) (values[from + 2 * i] | values[from + 2 * i + 1] << shift);
            }
            if (count % 2 == 1) {
                values[to + half - 1] = (byte) (values[from + count - 1] | middleCodes(shift) << shift);
            }
        }
        return half;
    }

    /** Returns as many middle codes as {@code width} bits take. */
    private int middleCodes(final int width) {
        int codes = 1 << (bits - 1);
        for (int at = bits; at < width; at *= 2) {
            codes |= codes << at;
        }
        return codes;
    }
}
