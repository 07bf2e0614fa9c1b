package dev.ingot.runtime.engine;

import ai.onnxruntime.OnnxTensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Token ids, masks and chosen positions of steps that add one token to each of several sequences. Only how many ones a
 * row of the mask has says something about its sequence, so the mask is wider than it need be, and most steps write a
 * single number per row. For one thread at a time.
 */
final class RowInputs implements AutoCloseable {

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment ids;
    private final OnnxTensor idTensor;
    private final OnnxTensor positionTensor;
    private final int[] ones; // at the beginning of each row of the mask
    private Arena maskArena = Arena.ofShared();
    private MemorySegment mask;
    private OnnxTensor maskTensor;
    private int width;

    /** Makes room for steps of exactly so many sequences. */
    RowInputs(final int rows) {
        ids = arena.allocate(LONG, rows);
        idTensor = Ort.longs(ids, rows, 1);
        positionTensor = Ort.longs(arena.allocate(LONG, rows), rows, 1, 1);
        ones = new int[rows];
        width = 1;
        mask = maskArena.allocate(LONG, rows);
        maskTensor = Ort.longs(mask, rows, 1);
    }

    /** Sets the token of a row. */
    void token(final int row, final int id) {
        ids.setAtIndex(LONG, row, id);
    }

    /** Sets how many tokens a row has, the new one included; the mask must be that wide. */
    void length(final int row, final int tokens) {
        final long start = (long) row * width;
        if (tokens < ones[row]) {
            mask.asSlice(Long.BYTES * (start + tokens), (long) Long.BYTES * (ones[row] - tokens))
                    .fill((byte) 0);
        }
        for (int i = ones[row]; i < tokens; i++) {
            mask.setAtIndex(LONG, start + i, 1);
        }
        ones[row] = tokens;
    }

    /** Sets the width of the mask. */
    void width(final int tokens) {
        if (tokens == width) {
            return;
        }
        maskTensor.close();
        maskArena.close();
        maskArena = Arena.ofShared();
        mask = maskArena.allocate(LONG, (long) tokens * ones.length);
        maskTensor = Ort.longs(mask, ones.length, tokens);
        width = tokens;
        Arrays.fill(ones, 0);
    }

    /** Returns the token ids, {@code [rows, 1]}. */
    OnnxTensor ids() {
        return idTensor;
    }

    /** Returns the mask, {@code [rows, width]}. */
    OnnxTensor mask() {
        return maskTensor;
    }

    /** Returns the positions whose logits are wanted, {@code [rows, 1, 1]}: each row's first and only one. */
    OnnxTensor positions() {
        return positionTensor;
    }

    @Override
    public void close() {
        idTensor.close();
        positionTensor.close();
        maskTensor.close();
        arena.close();
        maskArena.close();
    }
}
