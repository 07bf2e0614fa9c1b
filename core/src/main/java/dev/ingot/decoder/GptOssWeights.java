package dev.ingot.decoder;

import dev.ingot.error.WeightValueException;
import dev.ingot.hf.Weights;
import dev.ingot.quantize.FloatRows;
import dev.ingot.quantize.WeightMatrix;
import dev.ingot.quantize.WeightRows;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SequencedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A gpt-oss checkpoint seen expert by expert. All experts of a layer lie in one tensor, as floats {@code [experts, in,
 * out]} or as MXFP4 {@code [experts, out, in]}; biases are {@code [experts, out]}. Thread-safe as the checkpoint is.
 */
final class GptOssWeights implements Weights {

    private static final Pattern EXPERT = Pattern
            .compile("(.*\\.mlp\\.experts)\\.(\\d+)\\.(\\w+_proj)\\.(weight|bias)");
    private static final String BLOCKS = "_blocks";

    private final Weights checkpoint;
    private final int experts;

    GptOssWeights(final Weights checkpoint, final int experts) {
        this.checkpoint = checkpoint;
        this.experts = experts;
    }

    private static String stored(final String name) {
        return name.replace(".mlp.gate.", ".mlp.router.");
    }

    @Override
    public SequencedSet<String> names() {
        return checkpoint.names();
    }

    @Override
    public int rows(final String name) {
        return checkpoint.rows(stored(name));
    }

    @Override
    public long bytes(final String name) {
        return checkpoint.bytes(stored(name));
    }

    @Override
    public WeightMatrix matrix(final String name, final int rows, final int columns) {
        final Matcher matcher = EXPERT.matcher(name);
        if (!matcher.matches()) {
            return checkpoint.matrix(stored(name), rows, columns);
        }
        final String all = matcher.group(1) + "." + matcher.group(3);
        final int expert = Integer.parseInt(matcher.group(2));
        if (checkpoint.has(all + BLOCKS)) {
            return new RowRange(checkpoint.matrix(all + BLOCKS, Math.multiplyExact(experts, rows), columns),
                    expert * rows, rows);
        }
        final WeightMatrix turned = checkpoint.matrix(all, Math.multiplyExact(experts, columns), rows);
        return new TransposedMatrix(new RowRange(turned, expert * columns, columns));
    }

    @Override
    public float[] vector(final String name, final int length) {
        final Matcher matcher = EXPERT.matcher(name);
        if (!matcher.matches()) {
            return checkpoint.vector(stored(name), length);
        }
        final String all = matcher.group(1) + "." + matcher.group(3) + "_bias";
        return row(checkpoint.matrix(all, experts, length), Integer.parseInt(matcher.group(2)));
    }

    private static float[] row(final WeightMatrix matrix, final int index) {
        try (var arena = Arena.ofConfined()) {
            final WeightRows row = matrix.rows(index, 1, arena);
            final MemorySegment floats = arena.allocate((long) matrix.columns() * Float.BYTES, Float.BYTES);
            FloatRows.toFloat(row, floats);
            final float[] values = floats.toArray(ValueLayout.JAVA_FLOAT);
            for (int i = 0; i < values.length; i++) {
                if (!Float.isFinite(values[i])) {
                    throw new WeightValueException(matrix.name(), index, i, values[i]);
                }
            }
            return values;
        }
    }
}
