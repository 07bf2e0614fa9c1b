package dev.ingot.kernel;

import static dev.ingot.kernel.Layouts.INT;
import static dev.ingot.kernel.Species.LANES;
import static java.util.Objects.requireNonNull;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.Mode;
import dev.ingot.quantize.WeightRows;
import dev.ingot.quantize.WeightType;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * {@link dev.ingot.quantize.Algorithm#DEFAULT} and {@link dev.ingot.quantize.Algorithm#RTN} on vectors, in the order of
 * {@link Stage}; what the stages work on.
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
    /** Parts of the sums of {@link Gain}. */
    final float[] squares;
    /** Parts of the other ones. */
    final float[] products;
    /** Per block. */
    final float[] squareSums;
    /** Per block. */
    final float[] productSums;
    /** Per block. */
    final float[] scales;
    /** Per block: {@code 1 / scale}. */
    final float[] inverses;
    /** Per block: the zero point. */
    final float[] zeros;
    /** Per block, of {@link ExactGrids}: the scale before it is rounded to float32. */
    final double[] exactScales;
    /** Per block, of {@link ExactGrids}: the lowest weight, if it is below zero. */
    final float[] lowest;
    /** Per block, of {@link ExactGrids}: the code of the lowest weight. */
    final float[] lowestCodes;
    /** The packed codes. */
    byte[] codes = {};
    /** Weights of a block. */
    final int blockSize;
    /** Its base 2 logarithm. */
    final int blockShift;
    /** The largest code. */
    final int top;
    /** The float32 bits of the largest code. */
    final int topBits;
    /** The zero point of symmetric blocks. */
    final int middle;
    /** The largest scale, see {@link Gain}. */
    final float limit;

    private final Map<WeightType, Stage[]> stages = new EnumMap<>(WeightType.class);
    private final byte[] zeroBytes;
    private final int bits;

    /** The block must hold a pair of vectors. */
    private VectorTile(final BlockFormat format, final boolean gains,
            final Function<WeightType, Stage[]> stages) {
        final int room = WEIGHTS / format.blockSize() + LANES;
        this.highs = new int[room];
        this.lows = new int[room];
        this.squares = new float[gains ? WEIGHTS / 2 + SPARE : 0];
        this.products = new float[gains ? WEIGHTS / 2 + SPARE : 0];
        this.squareSums = new float[gains ? room : 0];
        this.productSums = new float[gains ? room : 0];
        this.scales = new float[room];
        this.inverses = new float[room];
        this.zeros = new float[room];
        this.exactScales = new double[room];
        this.lowest = new float[room];
        this.lowestCodes = new float[room];
        this.zeroBytes = new byte[room + Narrow.SPARE];
        this.blockSize = format.blockSize();
        this.blockShift = Integer.numberOfTrailingZeros(blockSize);
        this.top = (1 << format.bits()) - 1;
        this.topBits = Float.floatToIntBits(top);
        this.middle = 1 << (format.bits() - 1);
        this.limit = Gain.limit(format);
        this.bits = format.bits();
        for (final var type : WeightType.values()) {
            this.stages.put(type, stages.apply(type));
        }
    }

    /** By the rule of {@link BlockRule}. */
    static VectorTile ofDefault(final BlockFormat format, final Mode mode) {
        final Stage grids = format.symmetric() ? Grids.SYMMETRIC : Grids.ASYMMETRIC;
        final boolean four = format.bits() == 4;
        final boolean gains = Gain.applies(format, mode);
        final Stage codes = gains
                ? Codes.FOUR_BITS_AND_PARTS
                : four ? Codes.FOUR_BITS : Codes.EIGHT_BITS;
        final Stage codesOfWords = gains
                ? Codes.FOUR_BITS_AND_PARTS_OF_BF16
                : four ? Codes.FOUR_BITS_OF_BF16 : Codes.EIGHT_BITS_OF_BF16;
        final Stage[] last = gains(format, mode, Gains.SQUARES, Gains.PRODUCTS, Gains.SCALES);
        return new VectorTile(format, Gain.applies(format, mode), type -> switch (type) {
            case BF16 -> join(last, Extremes.OF_BF16, Ranges.OF_BF16, grids, codesOfWords);
            case F16 -> join(last, Widen.F16, Extremes.OF_FLOATS, Ranges.OF_FLOATS, grids, codes);
            case F32 -> join(last, Widen.F32, Extremes.OF_FLOATS, Ranges.OF_FLOATS, grids, codes);
        });
    }

    /** By the rule of {@link RoundToNearest}. */
    static VectorTile ofRoundToNearest(final BlockFormat format, final Mode mode) {
        final Stage grids = new ExactGrids(format.symmetric(), mode, WEIGHTS / format.blockSize());
        final Stage codes = format.bits() == 4 ? RoundedCodes.FOUR_BITS : RoundedCodes.EIGHT_BITS;
        final Stage[] gains = gains(format, mode, Gains.INVERSES, Gains.PARTS, Gains.SQUARES,
                Gains.PRODUCTS, Gains.SCALES);
        return new VectorTile(format, Gain.applies(format, mode), type -> switch (type) {
            case BF16 -> join(gains, Extremes.OF_BF16, Ranges.OF_BF16, grids, Widen.BF16, codes);
            case F16 -> join(gains, Widen.F16, Extremes.OF_FLOATS, Ranges.OF_FLOATS, grids, codes);
            case F32 -> join(gains, Widen.F32, Extremes.OF_FLOATS, Ranges.OF_FLOATS, grids, codes);
        });
    }

    private static Stage[] gains(final BlockFormat format, final Mode mode, final Stage... stages) {
        return Gain.applies(format, mode) ? stages : new Stage[0];
    }

    private static Stage[] join(final Stage[] last, final Stage... first) {
        return Stream.concat(Arrays.stream(first), Arrays.stream(last)).toArray(Stage[]::new);
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
        for (final Stage stage : requireNonNull(stages.get(rows.type()))) {
            stage.run(this, count);
        }
        System.arraycopy(scales, 0, packed.scales, 0, count);
        Narrow.toBytes(zeros, zeroBytes, count);
        System.arraycopy(zeroBytes, 0, packed.zeros, 0, count);
    }

    /**
     * Encodes some lanes of a pair of vectors by quotients in float64.
     *
     * @param at    where the pair begins
     * @param lanes a bit for each
     */
    void encodeExactly(final int at, final long lanes) {
        final int block = at >> blockShift;
        for (long left = lanes; left != 0; left &= left - 1) {
            final int lane = Long.numberOfTrailingZeros(left);
            final int even = exactCode(weights[at + lane], block);
            final int odd = exactCode(weights[at + LANES + lane], block);
            final int to = at + 2 * lane;
            if (bits == Byte.SIZE) {
                codes[to] = (byte) even;
                codes[to + 1] = (byte) odd;
            } else {
                codes[to / 2] = (byte) (even | odd << bits);
            }
        }
    }

    private int exactCode(final int weight, final int block) {
        final double quotient = Float.intBitsToFloat(weight) / exactScales[block] + zeros[block];
        return Math.clamp((int) Math.rint(quotient), 0, top);
    }
}
