package dev.ingot.kernel;

import static dev.ingot.kernel.Layouts.BYTE;
import static dev.ingot.kernel.Layouts.FLOAT;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.PackedRows;
import java.lang.foreign.MemorySegment;

/** Puts codes, scale and zero point of single blocks where {@link BlockFormat} wants them. */
final class PackedWriter {

    private final MemorySegment blocks;
    private final MemorySegment scales;
    private final MemorySegment zeroPoints;
    private final int bits;
    private final int blobBytes;
    private final int blocksPerRow;
    private final int zeroPointBytes;

    PackedWriter(final BlockFormat format, final int columns, final PackedRows packed) {
        this.blocks = packed.blocks();
        this.scales = packed.scales();
        this.zeroPoints = packed.zeroPoints();
        this.bits = format.bits();
        this.blobBytes = format.blobBytes();
        this.blocksPerRow = format.blocksPerRow(columns);
        this.zeroPointBytes = format.zeroPointBytes(columns);
    }

    /** Writes the codes of block {@code b} of a row: as many as a block has, unused ones included. */
    void codes(final long row, final int b, final int[] codes) {
        final long start = (row * blocksPerRow + b) * blobBytes;
        for (int i = 0; i < blobBytes; i++) {
            final int packed = bits == 8 ? codes[i] : codes[2 * i] | codes[2 * i + 1] << 4;
            blocks.set(BYTE, start + i, (byte) packed);
        }
    }

    /** Writes the scale and, in an asymmetric format, the zero point of block {@code b} of a row. */
    void grid(final long row, final int b, final float scale, final int zero) {
        scales.setAtIndex(FLOAT, row * blocksPerRow + b, scale);
        if (zeroPointBytes == 0) {
            return;
        }
        final long start = row * zeroPointBytes;
        if (bits == 8) {
            zeroPoints.set(BYTE, start + b, (byte) zero);
        } else if ((b & 1) == 0) { // The high nibble stays 8 when no odd block follows.
            zeroPoints.set(BYTE, start + b / 2, (byte) (zero | 0x80));
        } else {
            final int even = zeroPoints.get(BYTE, start + b / 2) & 0x0F;
            zeroPoints.set(BYTE, start + b / 2, (byte) (even | zero << 4));
        }
    }
}
