package dev.ingot.kernel;

import static dev.ingot.kernel.Layouts.LONG;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.Mode;
import dev.ingot.quantize.WeightRows;
import dev.ingot.quantize.WeightType;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Many blocks side by side: weight {@code k} of all blocks lies together, so that a loop over blocks does the same to each
 * and needs nothing of its neighbours.
 *
 * <pre>
 * words    as stored          block 0: w0 w1 w2 w3 ...   block 1: w0 w1 ...      bf16, f16: four weights in a word
 * evens    [B / 8][4 * blocks]    w0 of all blocks | w2 of all | w4 | w6, then w8 | ...          float32 bits
 * odds     [B / 8][4 * blocks]    w1 of all blocks | w3 of all | w5 | w7, then w9 | ...
 * lanes    [words of codes][blocks] each: packed codes of w0, w1 of all blocks in the first, of w2, w3 in the second, ...;
 *          merged into the first, they are words of packed codes
 * </pre>
 *
 * <p>Everything that can be done to four rows, or to one, is done while they are in the nearest cache. Bits become floats by
 * copying: the compiler has no vector form of {@link Float#intBitsToFloat}.
 */
abstract class LoopTile implements Tile {

    /** Rows that are read together. */
    static final int GROUP = 4;
    /** Weights of a tile: fits into the second cache with everything made of them. */
    private static final int WEIGHTS = 1 << 14;
    /** A loop over fewer blocks is not worth its start. */
    private static final int FEWEST_BLOCKS = 128;

    final BlockFormat format;
    /** Half a block: how many rows of even and of odd weights there are. */
    final int half;
    /** The largest code. */
    final int top;
    /** Float32 bits of the even weights, by group. */
    final int[][] evens;
    /** Float32 bits of the odd weights, by group. */
    final int[][] odds;
    /** One row of even weights. */
    final float[] evenRow;
    /** One row of odd weights. */
    final float[] oddRow;
    /** Per block; one that is not ordinary leaves the block to the scalar definition. */
    final float[] scales;
    /** Per block: the zero point. */
    final float[] zeros;

    private final int blocks;
    private final long[] words;
    /** Where two bf16 or f16 of each block lie together, of two groups. */
    private final int[][] pairs;
    private final int[] packedCodes;
    private final int[] others;
    private final float[] reciprocals;
    private final int[][] lanes;
    private final @Nullable GainLoops gain;

    LoopTile(final BlockFormat format, final Mode mode) {
        this.format = format;
        this.half = format.blockSize() / 2;
        this.top = (1 << format.bits()) - 1;
        this.blocks = Math.max(FEWEST_BLOCKS, WEIGHTS / format.blockSize());
        final int weights = blocks * format.blockSize();
        this.words = new long[weights / 2];
        this.packedCodes = new int[weights * format.bits() / Integer.SIZE];
        this.pairs = new int[2][GROUP * blocks];
        this.evens = new int[half / GROUP][GROUP * blocks];
        this.odds = new int[half / GROUP][GROUP * blocks];
        this.evenRow = new float[blocks];
        this.oddRow = new float[blocks];
        this.others = new int[GROUP / 2 * blocks];
        this.scales = new float[blocks];
        this.reciprocals = new float[blocks];
        this.zeros = new float[blocks];
        this.gain = Gain.applies(format, mode) ? new GainLoops(format, blocks) : null;
        this.lanes = new int[Short.SIZE / format.bits()][weights * format.bits() / Integer.SIZE];
    }

    @Override
    public int blocks() {
        return blocks;
    }

    @Override
    public void quantize(final WeightRows rows, final long start, final int count, final PackedTile packed) {
        final int bytes = rows.type().bytes();
        MemorySegment.copy(rows.data(), LONG, start * bytes, words, 0,
                count * format.blockSize() * bytes / Long.BYTES);
        for (int group = 0; group < evens.length; group++) {
            load(rows.type(), group, count);
            extend(group, count);
        }
        findGrids(count);
        if (gain != null) {
            gain.change(this, count);
        } else {
            for (int j = 0; j < half; j++) {
                encode(j, count);
            }
        }
        pack(count, packed);
    }

    /** Widens the ranges of blocks by a group of rows. */
    abstract void extend(int group, int count);

    /** Chooses scales and zero points. */
    abstract void findGrids(int count);

    /**
     * Rounds {@link #evenRow} and {@link #oddRow} to codes, and puts the odd ones above the even ones into {@code codes} from
     * {@code to} on.
     */
    abstract void encode(int[] codes, int to, int count);

    /** The same, and computes what the rows add to the sums of {@link Gain}. */
    void encode(final int[] codes, final int to, final float[] inverses, final float[] squares,
            final float[] products, final int count) {
        encode(codes, to, count);
        Loops.gains(evenRow, oddRow, inverses, zeros, codes, to, top, format.bits(), squares, products,
                count);
    }

    /** Returns the reciprocals of scales. */
    float[] inverses(final int count) {
        Loops.inverses(scales, reciprocals, count);
        return reciprocals;
    }

    private void encode(final int j, final int count) {
        take(j, count);
        encode(codes(j), firstCode(j, count), count);
    }

    /** Rounds the rows {@code j}, and computes what they add to the sums of {@link Gain}. */
    final void encode(final int j, final float[] inverses, final float[] squares, final float[] products,
            final int count) {
        take(j, count);
        encode(codes(j), firstCode(j, count), inverses, squares, products, count);
    }

    private void take(final int j, final int count) {
        final int at = j % GROUP * count;
        copy(evens[j / GROUP], at, evenRow, 0, count);
        copy(odds[j / GROUP], at, oddRow, 0, count);
    }

    private int[] codes(final int j) {
        return lanes[j % lanes.length];
    }

    private int firstCode(final int j, final int count) {
        return j / lanes.length * count;
    }

    /** Makes maxima of blocks of the maxima of a group of rows. */
    final void fold(final int[] maxima, final int count) {
        for (int rows = GROUP / 2; rows > 0; rows /= 2) {
            System.arraycopy(maxima, rows * count, others, 0, rows * count);
            Loops.raise(maxima, others, rows * count);
        }
    }

    private void load(final WeightType type, final int group, final int count) {
        if (type == WeightType.F32) {
            Loops.spreadFloats(words, group * GROUP, half, evens[group], odds[group], count);
            return;
        }
        if (group % 2 == 0) {
            Loops.spread(words, group * GROUP / 2, half / 2, pairs[0], pairs[1], count);
        }
        if (type == WeightType.BF16) {
            Loops.widenBf16(pairs[group % 2], evens[group], odds[group], GROUP * count);
        } else {
            Loops.widenF16(pairs[group % 2], evens[group], odds[group], GROUP * count);
        }
    }

    private void pack(final int count, final PackedTile packed) {
        final int wordsPerBlock = half / lanes.length;
        mergeLanes(wordsPerBlock * count);
        for (int j = 0; j < wordsPerBlock; j++) {
            Loops.collect(lanes[0], j * count, packedCodes, j, wordsPerBlock, count);
        }
        MemorySegment.copy(MemorySegment.ofArray(packedCodes), 0, MemorySegment.ofArray(packed.codes), 0,
                (long) count * format.blobBytes());
        System.arraycopy(scales, 0, packed.scales, 0, count);
        for (int b = 0; b < count; b++) {
            packed.zeros[b] = (byte) zeros[b];
        }
    }

    /** Merges neighbours, then neighbours of the results, up to whole words. */
    private void mergeLanes(final int count) {
        int width = 2 * format.bits();
        for (int step = 1; step < lanes.length; step *= 2) {
            for (int i = 0; i < lanes.length; i += 2 * step) {
                Loops.merge(lanes[i], lanes[i + step], width, count);
            }
            width *= 2;
        }
    }

    static void copy(final int[] bits, final float[] weights, final int count) {
        copy(bits, 0, weights, 0, count);
    }

    static void copy(final int[] bits, final int from, final float[] weights, final int to, final int count) {
        MemorySegment.copy(MemorySegment.ofArray(bits), (long) from * Integer.BYTES,
                MemorySegment.ofArray(weights),
                (long) to * Float.BYTES, (long) count * Float.BYTES);
    }
}
