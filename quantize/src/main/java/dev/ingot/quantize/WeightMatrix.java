package dev.ingot.quantize;

import dev.ingot.error.WeightValueException;
import java.lang.foreign.SegmentAllocator;

/**
 * A {@code [rows, columns]} matrix of weights, as Hugging Face stores a linear layer: {@code [out_features,
 * in_features]}. Rows are read in place where they are stored, or computed when asked for (a merged adapter).
 *
 * <p>Implementations are safe to read from several threads at once.
 */
public interface WeightMatrix {

    /**
     * Returns the name of the tensor, for messages.
     *
     * @return the name
     */
    String name();

    /**
     * Returns the number of rows (N, out_features).
     *
     * @return rows
     */
    int rows();

    /**
     * Returns the number of columns (K, in_features).
     *
     * @return columns
     */
    int columns();

    /**
     * Returns some rows. What is returned is valid until {@code scratch} is released or used anew.
     *
     * @param first   index of the first row
     * @param count   number of rows
     * @param scratch where a computed matrix puts its rows; a stored one returns its own memory and leaves it alone
     * @return the rows
     */
    WeightRows rows(int first, int count, SegmentAllocator scratch);

    /**
     * Makes the error for a weight that is NaN or infinite. A matrix that is put together of several tensors names the one
     * that holds the weight, and where it is in that.
     *
     * @param row    index of the row in this matrix
     * @param column index of the column
     * @param value  the weight
     * @return to be thrown by the caller
     */
    default WeightValueException notFinite(final long row, final long column, final float value) {
        return new WeightValueException(name(), row, column, value);
    }
}
