package dev.ingot.quality;

import dev.ingot.quantize.QuantizationError;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How good one quantized variant of a model is.
 *
 * @param name       as the caller calls it
 * @param bytes      size of all its files
 * @param score      how it predicts the text; empty when no text was given
 * @param matrices   its quantized matrices beside their floats
 * @param uncompared quantized matrices that could not be compared
 */
public record VariantQuality(String name, long bytes, Optional<TextScore> score,
        List<MatrixQuality> matrices, List<Uncompared> uncompared) {

    /**
     * A matrix without a counterpart.
     *
     * @param name   of the matrix
     * @param reason why it could not be compared
     */
    public record Uncompared(String name, String reason) {}

    /** Copies the lists. */
    public VariantQuality {
        matrices = List.copyOf(matrices);
        uncompared = List.copyOf(uncompared);
    }

    /**
     * Finds the matrix that lost most.
     *
     * @return the one with the lowest signal-to-noise ratio, or empty when none was compared
     */
    public Optional<MatrixQuality> worstMatrix() {
        return matrices.stream().min(Comparator.comparingDouble(matrix -> matrix.error().snr()));
    }

    /**
     * Adds up the errors of all compared matrices.
     *
     * @return the figures of all their weights together
     */
    public QuantizationError error() {
        return matrices.stream().map(MatrixQuality::error).reduce(QuantizationError.NONE,
                QuantizationError::plus);
    }
}
