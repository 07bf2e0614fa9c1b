package dev.ingot.kernel;

import static dev.ingot.kernel.Layouts.INT;
import static dev.ingot.kernel.Species.LANES;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.WeightRows;
import dev.ingot.quantize.WeightType;
import java.lang.foreign.MemorySegment;

/**
 * {@link dev.ingot.quantize.Algorithm#DEFAULT} on vectors, in the order of {@link Stage}; what the stages work on.
 *
 * <p>The weights lie as float32 bits in pairs of vectors: the even ones of {@code 2 * LANES} consecutive weights, then
 * the odd ones. So two neighbours, which share a byte or a 16-bit word of packed codes, are in the same lane.
 */
final class VectorTile implements Tile {

    /** Weights of a pair of vectors. */
    static final int PAIR = 2 * LANES;

    /** Weights of a tile: all of it fits into the first cache. */
    private static final int WEIGHTS = 4096;

    /** Where the last vectors may reach over the end. */
    private static final int SPARE = LANES * LANES;

    /** Stored weights; two in a word unless they are f32. */
    final int[] words = new int[WEIGHTS];
    /** Float32 bits of the weights, in pairs of vectors. */
    final int[] weights = new int[WEIGHTS];
    /** Parts of ranges, see {@link Extremes}: the largest bits, or those of both ends. */
    final int[] highParts = new int[WEIGHTS / 2 + SPARE];
    /** Parts of ranges with the sign flipped. */
    final int[] lowParts = new int[WEIGHTS / 2 + SPARE];
    /** Per block: bits of the largest positive weight, or 0. */
    final int[] highs;
    /** Per block: bits of the magnitude of the most negative weight, or 0. */
    final int[] lows;
    /** Per block. */
    final float[] scales;
    /** Per block: {@code 1 / scale}. */
    final float[] inverses;
    /** Per block: the zero point. */
    final float[] zeros;
    /** The packed codes. */
    byte[] codes = {};
    /** Weights of a block. */
    final int blockSize;
    /** Its base 2 logarithm. */
    final int blockShift;
    /** The largest code. */
    final int top;
    /** The zero point of symmetric blocks. */
    final int middle;

    private final Stage grids;
    private final int bits;

    /** The block must hold a pair of vectors. */
    VectorTile(final BlockFormat format) {
        final int room = WEIGHTS / format.blockSize() + LANES;
        this.highs = new int[room];
        this.lows = new int[room];
        this.scales = new float[room];
        this.inverses = new float[room];
        this.zeros = new float[room];
        this.blockSize = format.blockSize();
        this.blockShift = Integer.numberOfTrailingZeros(blockSize);
        this.top = (1 << format.bits()) - 1;
        this.middle = 1 << (format.bits() - 1);
        this.grids = format.symmetric() ? Grids.SYMMETRIC : Grids.ASYMMETRIC;
        this.bits = format.bits();
    }

    static boolean supports(final BlockFormat format) {
        return format.bits() >= LoopKernels.FEWEST_BITS && format.blockSize() >= PAIR;
    }

    @Override
    public int blocks() {
        return WEIGHTS / blockSize;
    }

    @Override
    public void quantize(final WeightRows rows, final long start, final int count, final PackedTile packed) {
        final int bytes = rows.type().bytes();
        MemorySegment.copy(rows.data(), INT, start * bytes, words, 0,
                count * blockSize * bytes / Integer.BYTES);
        codes = packed.codes;
        for (final Stage stage : stages(rows.type())) {
            stage.run(this, count);
        }
        System.arraycopy(scales, 0, packed.scales, 0, count);
        for (int b = 0; b < count; b++) {
            packed.zeros[b] = (byte) zeros[b];
        }
    }

    private Stage[] stages(final WeightType type) {
        return switch (type) {
            case BF16 -> new Stage[]{Extremes.OF_BF16, Ranges.OF_BF16, grids,
                    bits == 4 ? Codes.FOUR_BITS_OF_BF16 : Codes.EIGHT_BITS_OF_BF16};
            case F16 -> new Stage[]{Widen.F16, Extremes.OF_FLOATS, Ranges.OF_FLOATS, grids,
                    bits == 4 ? Codes.FOUR_BITS : Codes.EIGHT_BITS};
            case F32 -> new Stage[]{Widen.F32, Extremes.OF_FLOATS, Ranges.OF_FLOATS, grids,
                    bits == 4 ? Codes.FOUR_BITS : Codes.EIGHT_BITS};
        };
    }
}
