package dev.ingot.hf;

import dev.ingot.quantize.WeightMatrix;
import java.util.SequencedSet;

/**
 * The named tensors of a checkpoint. Matrices are read in place or computed when asked for; vectors are small and
 * are copied. Asking with the shape that config.json implies is what finds a checkpoint that contradicts it.
 * Thread-safe.
 */
public interface Weights {

    /**
     * Returns the names of all tensors.
     *
     * @return the names, in file order
     */
    SequencedSet<String> names();

    /**
     * Returns a matrix.
     *
     * @param name    of the tensor
     * @param rows    that it must have
     * @param columns that it must have
     * @return the matrix
     * @throws dev.ingot.error.ModelFormatException if it is missing or has another shape or no float type
     */
    WeightMatrix matrix(String name, int rows, int columns);

    /**
     * Returns a vector as floats.
     *
     * @param name   of the tensor
     * @param length that it must have
     * @return a new array
     * @throws dev.ingot.error.ModelFormatException if it is missing or has another shape or no float type
     * @throws dev.ingot.error.WeightValueException if an element is NaN or infinite
     */
    float[] vector(String name, int length);

    /**
     * Returns the first dimension of a tensor, for sizes that the file decides (rows of the embedding).
     *
     * @param name of the tensor
     * @return its number of rows
     * @throws dev.ingot.error.ModelFormatException if it is missing
     */
    int rows(String name);

    /**
     * Returns how much room a tensor takes where it is stored.
     *
     * @param name of the tensor
     * @return bytes
     * @throws dev.ingot.error.ModelFormatException if it is missing
     */
    long bytes(String name);

    /**
     * Tells whether a tensor is there.
     *
     * @param name of the tensor
     * @return true if so
     */
    default boolean has(final String name) {
        return names().contains(name);
    }
}
