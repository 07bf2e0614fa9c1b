package dev.ingot.kernel;

import static dev.ingot.kernel.Layouts.BYTE;
import static dev.ingot.kernel.Layouts.FLOAT;
import static dev.ingot.kernel.Layouts.INT;
import static dev.ingot.kernel.Layouts.SHORT;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.PackedRows;
import dev.ingot.quantize.WeightRows;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * A chunk of {@link ErrorSums} on its way: weights and what they are compared with, as float32 bits in pairs of vectors
 * as in {@link VectorTile}.
 *
 * <pre>
 * words of weights ── {@link Widen}, but for bf16 ──▶ weights ──┐
 * words of floats ─── {@link Widen} ──▶ values ─────────────────┼──▶ {@link SquareSums}
 * packed codes ── {@link Dequantize} ──▶ values ────────────────┘
 * </pre>
 */
final class ErrorTile {

    /** Weights of a tile. */
    static final int WEIGHTS = ErrorSums.CHUNK;

    private static final int FEWEST_WEIGHTS_OF_BLOCK = 16;
    private static final int ROOM = WEIGHTS / FEWEST_WEIGHTS_OF_BLOCK;

    /** Exact weights as stored. */
    final int[] words = new int[WEIGHTS];
    /** Exact weights that are not bf16. */
    final int[] weights = new int[WEIGHTS];
    /** What became of them. */
    final int[] values = new int[WEIGHTS];
    /** Packed codes of 4 bits. */
    final byte[] codes = new byte[WEIGHTS / 2 + Dequantize.SPARE];
    /** Packed codes of 8 bits, two in each element. */
    final short[] pairs = new short[WEIGHTS / 2 + Dequantize.SPARE];
    /** Per block. */
    final float[] scales = new float[ROOM];
    /** Per block. */
    final float[] zeros = new float[ROOM];
    /** The base 2 logarithm of the weights of a block. */
    int blockShift;

    private final int[] others = new int[WEIGHTS];
    private final byte[] packedZeros = new byte[ROOM];

    /** Loads {@code count} exact weights from {@code first} on. */
    void load(final WeightRows rows, final long first, final int count) {
        final int bytes = rows.type().bytes();
        MemorySegment.copy(rows.data(), INT, first * bytes, words, 0, count * bytes / Integer.BYTES);
        switch (rows.type()) {
            case BF16 -> {
                // Read as stored.
            }
            case F16 -> Widen.F16.widen(words, weights, count);
            case F32 -> Widen.F32.widen(words, weights, count);
        }
    }

    /** Loads as many floats to compare with. */
    void load(final MemorySegment floats, final long first, final int count) {
        MemorySegment.copy(floats, INT, first * Float.BYTES, others, 0, count);
        Widen.F32.widen(others, values, count);
    }

    /** Dequantizes as many weights of whole blocks. */
    void load(final PackedRows packed, final BlockFormat format, final int columns, final long first,
            final int count) {
        blockShift = Integer.numberOfTrailingZeros(format.blockSize());
        final long block = first >> blockShift;
        final int blocks = count >> blockShift;
        MemorySegment.copy(packed.scales(), FLOAT, block * Float.BYTES, scales, 0, blocks);
        loadZeros(packed, format, format.blocksPerRow(columns), block, blocks);
        if (format.bits() == Byte.SIZE) {
            MemorySegment.copy(packed.blocks(), SHORT, first, pairs, 0, count / 2);
            Dequantize.EIGHT_BITS.run(this, count);
        } else {
            MemorySegment.copy(packed.blocks(), BYTE, first / 2, codes, 0, count / 2);
            Dequantize.FOUR_BITS.run(this, count);
        }
    }

    private void loadZeros(final PackedRows packed, final BlockFormat format, final int perRow,
            final long block, final int blocks) {
        switch (format.zeroPoints()) {
            case NONE -> Arrays.fill(zeros, 0, blocks, 1 << (format.bits() - 1));
            case FLOAT ->
                MemorySegment.copy(packed.zeroPoints(), FLOAT, block * Float.BYTES, zeros, 0, blocks);
            case INTEGER -> {
                for (int done = 0; done < blocks;) {
                    final long row = (block + done) / perRow;
                    final int column = (int) (block + done - row * perRow);
                    final int part = Math.min(blocks - done, perRow - column);
                    loadZeros(packed.zeroPoints(), format.bits(), row, perRow, column, done, part);
                    done += part;
                }
            }
        }
    }

    /** Loads the zero points of some blocks of one row: a byte holds one or two. */
    private void loadZeros(final MemorySegment source, final int bits, final long row, final int perRow,
            final int column, final int to, final int count) {
        final int shared = bits == Byte.SIZE ? 0 : 1;
        final int skipped = column & shared;
        MemorySegment.copy(source, BYTE, row * ((perRow + shared) >> shared) + (column >> shared),
                packedZeros,
                0,
                (skipped + count + shared) >> shared);
        for (int b = 0; b < count; b++) {
            final int at = b + skipped;
            zeros[to + b] = packedZeros[at >> shared] >> ((at & shared) << 2) & (1 << bits) - 1;
        }
    }
}
