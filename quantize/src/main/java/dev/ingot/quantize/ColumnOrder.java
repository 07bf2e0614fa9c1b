package dev.ingot.quantize;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * In which order a {@link PackedMatrix} stores its columns when it is not the natural one: stored column {@code j} is
 * column {@link #source} of the matrix, or padding that multiplies to zero. Immutable.
 */
public final class ColumnOrder {

    /** Stands for a stored column that is padding. */
    public static final int PADDING = -1;

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);

    private final int[] sources;

    /**
     * Creates an order.
     *
     * @param sources for each stored column the column of the matrix, or {@link #PADDING}
     */
    public ColumnOrder(final int... sources) {
        this.sources = sources.clone();
    }

    /**
     * Returns the number of stored columns.
     *
     * @return columns, padding included
     */
    public int length() {
        return sources.length;
    }

    /**
     * Returns where a stored column comes from.
     *
     * @param stored index of the stored column
     * @return the column of the matrix, or {@link #PADDING}
     */
    public int source(final int stored) {
        return sources[stored];
    }

    /** Puts floats of stored columns back into the natural order. */
    void restore(final MemorySegment stored, final MemorySegment target, final int count, final int columns) {
        for (int row = 0; row < count; row++) {
            for (int j = 0; j < sources.length; j++) {
                if (sources[j] != PADDING) {
                    target.set(FLOAT, ((long) row * columns + sources[j]) * Float.BYTES,
                            stored.get(FLOAT, ((long) row * sources.length + j) * Float.BYTES));
                }
            }
        }
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof ColumnOrder order && Arrays.equals(sources, order.sources);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sources);
    }
}
