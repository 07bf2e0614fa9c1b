package dev.ingot.quantize;

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
}
