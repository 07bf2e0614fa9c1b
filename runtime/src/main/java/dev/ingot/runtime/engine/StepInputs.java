package dev.ingot.runtime.engine;

import ai.onnxruntime.OnnxTensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Memory for token ids, mask and chosen positions of steps of one sequence. For one thread at a time. */
final class StepInputs implements AutoCloseable {

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment ids;
    private final MemorySegment positions;
    private final OnnxTensor oneId;
    private final OnnxTensor onePosition;
    private Arena maskArena = Arena.ofShared();
    private MemorySegment mask;
    private int ones; // at the beginning of the mask

    /** Makes room for steps of so many tokens, and of two at least; the mask grows by itself. */
    StepInputs(final int longest) {
        final int longestStep = Math.max(2, longest);
        ids = arena.allocate(LONG, longestStep);
        positions = arena.allocate(LONG, longestStep);
        oneId = Ort.longs(ids.asSlice(0, Long.BYTES), 1, 1);
        onePosition = Ort.longs(positions.asSlice(0, Long.BYTES), 1, 1, 1);
        mask = maskArena.allocate(LONG, longestStep);
    }

    private void grow(final int capacity) {
        maskArena.close();
        maskArena = Arena.ofShared();
        mask = maskArena.allocate(LONG, capacity);
        ones = 0;
    }

    /** Returns ids {@code [1, count]}; to be closed if they are more than one. */
    OnnxTensor ids(final int[] text, final int from, final int count) {
        for (int i = 0; i < count; i++) {
            ids.setAtIndex(LONG, i, text[from + i]);
        }
        return count == 1 ? oneId : Ort.longs(ids.asSlice(0, (long) Long.BYTES * count), 1, count);
    }

    /**
     * Returns the mask of a sequence without gaps, {@code [1, total]}; to be closed.
     *
     * @param length of the sequence
     * @param total  of the mask; what lies beyond the sequence is empty
     */
    OnnxTensor mask(final int length, final int total) {
        if (total * (long) Long.BYTES > mask.byteSize()) {
            grow(2 * total);
        }
        for (; ones < length; ones++) {
            mask.setAtIndex(LONG, ones, 1);
        }
        if (total > length) {
            mask.asSlice((long) Long.BYTES * length, (long) Long.BYTES * (total - length)).fill((byte) 0);
            ones = length;
        }
        return Ort.longs(mask.asSlice(0, (long) Long.BYTES * total), 1, total);
    }

    /** Returns the last so many positions of a step, {@code [1, rows, 1]}; to be closed if they are more than one. */
    OnnxTensor positions(final int count, final int rows) {
        for (int i = 0; i < rows; i++) {
            positions.setAtIndex(LONG, i, (long) count - rows + i);
        }
        return rows == 1
                ? onePosition
                : Ort.longs(positions.asSlice(0, (long) Long.BYTES * rows), 1, rows, 1);
    }

    @Override
    public void close() {
        oneId.close();
        onePosition.close();
        arena.close();
        maskArena.close();
    }
}
