package dev.ingot.error;

import java.io.Serial;

/** A weight is NaN or infinite: no block format can hold it, and the model is broken anyway. */
public final class WeightValueException extends IngotException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String tensor;
    private final long row;
    private final long column;

    /**
     * Creates the exception.
     *
     * @param tensor name of the tensor
     * @param row    index in the first dimension
     * @param column index in the second dimension
     * @param value  the offending value
     */
    public WeightValueException(final String tensor, final long row, final long column, final float value) {
        this(tensor, row, column, "[" + row + ", " + column + "]", value);
    }

    /**
     * Creates the exception for a vector.
     *
     * @param tensor name of the tensor
     * @param index  of the element; {@link #column} returns it
     * @param value  the offending value
     */
    public WeightValueException(final String tensor, final long index, final float value) {
        this(tensor, 0, index, "[" + index + "]", value);
    }

    private WeightValueException(final String tensor, final long row, final long column, final String place,
            final float value) {
        super(tensor + place + ": expected a finite weight, found " + value, null);
        this.tensor = tensor;
        this.row = row;
        this.column = column;
    }

    /**
     * Returns the tensor.
     *
     * @return its name
     */
    public String tensor() {
        return tensor;
    }

    /**
     * Returns the index in the first dimension.
     *
     * @return the row
     */
    public long row() {
        return row;
    }

    /**
     * Returns the index in the second dimension.
     *
     * @return the column
     */
    public long column() {
        return column;
    }
}
