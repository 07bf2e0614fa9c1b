package dev.ingot.gptq;

import dev.ingot.error.WeightValueException;
import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.FloatRows;
import dev.ingot.quantize.RowWorkers;
import dev.ingot.quantize.WeightMatrix;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** Rounds matrices with feedback. Immutable; for one call at a time, because the workers are. */
public final class GptqQuantizer {

    private static final int ROWS = 16;

    private final BlockFormat format;
    private final RowWorkers workers;

    /**
     * Creates a quantizer.
     *
     * @param format  how blocks are stored
     * @param workers the threads that work; stay the caller's
     */
    public GptqQuantizer(final BlockFormat format, final RowWorkers workers) {
        this.format = format;
        this.workers = workers;
    }

    /**
     * Quantizes a matrix.
     *
     * @param weights  {@code [N, K]}
     * @param feedback of the inputs that it multiplies, K wide
     * @return its blocks, in memory
     * @throws WeightValueException               if a weight is NaN or infinite
     * @throws dev.ingot.error.CancelledException if the calling thread is interrupted
     */
    public PackedBlocks quantize(final WeightMatrix weights, final Feedback feedback) {
        final int columns = weights.columns();
        final var result = PackedBlocks.allocate(weights.name(), format, weights.rows(), columns);
        try {
            workers.forEach(weights.rows(), ROWS, (first, count, scratch) -> {
                final float[] floats = new float[count * columns];
                FloatRows.toFloat(weights.rows(first, count, scratch), MemorySegment.ofArray(floats));
                check(weights, first, floats);
                new RowGroup(format, feedback, columns, count).quantize(floats, first, result);
            });
        } catch (final IOException e) {
            throw Feedback.cannotHappen(e);
        }
        return result;
    }

    private static void check(final WeightMatrix weights, final long first, final float[] floats) {
        final int columns = weights.columns();
        for (int i = 0; i < floats.length; i++) {
            if (!Float.isFinite(floats[i])) {
                throw weights.notFinite(first + i / columns, i % columns, floats[i]);
            }
        }
    }
}
