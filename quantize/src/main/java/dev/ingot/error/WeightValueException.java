package dev.ingot.error;

import java.io.Serial;
import java.nio.file.Path;

/** A weight that the wanted format cannot hold: NaN or infinite, which no format can, or too large for it. */
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
        this(tensor, row, column, "[" + row + ", " + column + "]: expected a finite weight, found " + value);
    }

    /**
     * Creates the exception for a vector.
     *
     * @param tensor name of the tensor
     * @param index  of the element; {@link #column} returns it
     * @param value  the offending value
     */
    public WeightValueException(final String tensor, final long index, final float value) {
        this(tensor, 0, index, "[" + index + "]: expected a finite weight, found " + value);
    }

    private WeightValueException(final Path source, final WeightValueException found) {
        super(source + ": " + found.getMessage(), found);
        this.tensor = found.tensor;
        this.row = found.row;
        this.column = found.column;
    }

    private WeightValueException(final String tensor, final long row, final long column,
            final String problem) {
        super(tensor + problem, null);
        this.tensor = tensor;
        this.row = row;
        this.column = column;
    }

    /**
     * Makes the exception for a finite weight that a 16-bit float cannot hold.
     *
     * @param tensor name of the tensor
     * @param row    index in the first dimension
     * @param column index in the second dimension
     * @param value  the offending value
     * @return the exception
     */
    public static WeightValueException beyondHalf(final String tensor, final long row, final long column,
            final float value) {
        return new WeightValueException(tensor, row, column, "[" + row + ", " + column
                + "]: expected a magnitude of at most 65504, the largest of fp16, found " + value
                + "; choose another precision");
    }

    /**
     * Says where the tensor was read from.
     *
     * @param source file or directory
     * @return an exception whose message begins with it
     */
    public WeightValueException in(final Path source) {
        return new WeightValueException(source, this);
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
