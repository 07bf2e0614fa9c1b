package dev.ingot.kernel;

import static dev.ingot.kernel.Layouts.INT;

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
 * words    as stored          block 0: w0 w1 w2 w3 ...   block 1: w0 w1 ...      bf16, f16: two weights in a word
 * evens    [B / 2][blocks]    w0 of all blocks | w2 of all blocks | ...          float32 bits
 * odds     [B / 2][blocks]    w1 of all blocks | w3 of all blocks | ...
 * lanes    [words of codes][blocks] each: packed codes of w0, w1 of all blocks in the first, of w2, w3 in the second, ...;
 *          merged into the first, they are words of packed codes
 * </pre>
 *
 * <p>Bits become floats by copying: the compiler has no vector form of {@link Float#intBitsToFloat}.
 */
abstract class LoopTile implements Tile {

    /** Weights of a tile: fits into the second cache with everything made of them. */
    private static final int WEIGHTS = 1 << 14;
    /** A loop over fewer blocks is not worth its start. */
    private static final int FEWEST_BLOCKS = 128;

    final BlockFormat format;
    /** Half a block: how many rows of even and of odd weights there are. */
    final int half;
    /** The largest code. */
    final int top;
    /** Where two bf16 or f16 of each block lie together. */
    final int[] pairs;
    /** Float32 bits of the even weights. */
    final int[] evens;
    /** Float32 bits of the odd weights. */
    final int[] odds;
    /** The even weights. */
    final float[] evenWeights;
    /** The odd weights. */
    final float[] oddWeights;
    /** Per block; one that is not ordinary leaves the block to the scalar definition. */
    final float[] scales;
    /** Per block: the zero point. */
    final float[] zeros;

    private final int blocks;
    private final int[] words;
    private final int[][] lanes;
    private final @Nullable GainLoops gain;

    LoopTile(final BlockFormat format, final Mode mode) {
        this.format = format;
        this.half = format.blockSize() / 2;
        this.top = (1 << format.bits()) - 1;
        this.blocks = Math.max(FEWEST_BLOCKS, WEIGHTS / format.blockSize());
        final int weights = blocks * format.blockSize();
        this.words = new int[weights];
        this.pairs = new int[weights / 2];
        this.evens = new int[weights / 2];
        this.odds = new int[weights / 2];
        this.evenWeights = new float[weights / 2];
        this.oddWeights = new float[weights / 2];
        this.scales = new float[blocks];
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
        load(rows, start, count);
        copy(evens, evenWeights, half * count);
        copy(odds, oddWeights, half * count);
        findGrids(rows.type(), count);
        for (int j = 0; j < half; j++) {
            encode(j * count, lanes[j % lanes.length], j / lanes.length * count, count);
        }
        if (gain != null) {
            change(gain, count);
        }
        pack(count, packed);
    }

    private void change(final GainLoops by, final int count) {
        by.start(scales, count);
        for (int j = 0; j < half; j++) {
            by.add(j, evenWeights, oddWeights, j * count, lanes[j % lanes.length],
                    j / lanes.length * count, zeros, count);
        }
        by.end(scales, count);
    }

    /** Chooses scales and zero points. */
    abstract void findGrids(WeightType type, int count);

    /**
     * Rounds the even and the odd weights from {@code at} on to codes, and puts the odd ones above the even ones into
     * {@code codes} from {@code to} on.
     */
    abstract void encode(int at, int[] codes, int to, int count);

    private void load(final WeightRows rows, final long start, final int count) {
        final int bytes = rows.type().bytes();
        MemorySegment.copy(rows.data(), INT, start * bytes, words, 0,
                count * format.blockSize() * bytes / Integer.BYTES);
        if (rows.type() == WeightType.F32) {
            for (int j = 0; j < half; j += 2) {
                Loops.spread(words, 2 * j, 2 * half, evens, j * count, odds, j * count, evens,
                        (j + 1) * count, odds,
                        (j + 1) * count, count);
            }
            return;
        }
        for (int j = 0; j < half; j += 4) {
            Loops.spread(words, j, half, pairs, j * count, pairs, (j + 1) * count, pairs, (j + 2) * count,
                    pairs,
                    (j + 3) * count, count);
        }
        if (rows.type() == WeightType.BF16) {
            Loops.widenBf16(pairs, evens, odds, half * count);
        } else {
            Loops.widenF16(pairs, evens, odds, half * count);
        }
    }

    private void pack(final int count, final PackedTile packed) {
        final int wordsPerBlock = half / lanes.length;
        mergeLanes(wordsPerBlock * count);
        for (int j = 0; j < wordsPerBlock; j++) {
            Loops.collect(lanes[0], j * count, words, j, wordsPerBlock, count);
        }
        MemorySegment.copy(MemorySegment.ofArray(words), 0, MemorySegment.ofArray(packed.codes), 0,
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
        MemorySegment.copy(MemorySegment.ofArray(bits), 0, MemorySegment.ofArray(weights), 0,
                (long) count * Float.BYTES);
    }
}
