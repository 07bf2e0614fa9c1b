package dev.ingot.hf;

import java.lang.foreign.MemorySegment;

/**
 * One of the two small matrices of a low-rank change, read row by row in place, possibly turned.
 *
 * @param stored what the file holds
 * @param turned whether its columns are the rows
 */
record Factor(StoredMatrix stored, boolean turned) {

    int rows() {
        return turned ? stored.columns() : stored.rows();
    }

    int columns() {
        return turned ? stored.rows() : stored.columns();
    }

    /** Reads a row as floats. */
    void row(final int index, final float[] target) {
        if (!turned) {
            Floats.decode(data(), stored.type(), (long) index * stored.columns(), target);
            return;
        }
        final var one = new float[1];
        for (int i = 0; i < target.length; i++) {
            Floats.decode(data(), stored.type(), (long) i * stored.columns() + index, one);
            target[i] = one[0];
        }
    }

    /** Reads everything as floats. */
    float[][] values() {
        final var values = new float[rows()][columns()];
        for (int i = 0; i < values.length; i++) {
            row(i, values[i]);
        }
        return values;
    }

    private MemorySegment data() {
        return stored.data();
    }
}
