package dev.ingot.quantize;

import dev.ingot.error.InvalidOptionException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How the scale and the zero point of a block are chosen. */
public enum Algorithm {
    /**
     * The blockwise rounding of ONNX Runtime's MLAS: float32 arithmetic, halves away from zero, the range of an
     * asymmetric block always contains zero, the extreme of a symmetric block is exact.
     */
    DEFAULT,
    /**
     * The round-to-nearest of ONNX Runtime's Python quantizer: quotients in float64, halves to even, a symmetric
     * block spans {@code 2 * max|w|}.
     */
    RTN,
    /**
     * The search for the grid with the smallest weighted error, of llama.cpp's k-quants and ONNX Runtime's Python
     * quantizer: 20 trials of weighted least squares per block. Needs zero points.
     */
    K_QUANT,
    /**
     * Half-quadratic quantization (Badri and Shaji 2023): a few rounds that find the grid with the smallest error where
     * large differences count less than by least squares. With zero points stored as floats their values are searched
     * for, as ONNX Runtime's Python quantizer does; with whole ones, which run a hundred times faster, the scales are.
     */
    HQQ;

    /**
     * Finds an algorithm by the name that configurations use.
     *
     * @param name for example {@code rtn}, in any case
     * @return the algorithm
     * @throws InvalidOptionException if there is none of that name
     */
    public static Algorithm parse(final String name) {
        for (final var algorithm : values()) {
            if (algorithm.label().equals(name.toLowerCase(Locale.ROOT))) {
                return algorithm;
            }
        }
        final String supported = Arrays.stream(values()).map(Algorithm::label)
                .collect(Collectors.joining(", "));
        throw new InvalidOptionException(
                "quantization algorithm: expected one of " + supported + ", found " + name);
    }

    /**
     * Returns whether the algorithm can fill blocks of a format.
     *
     * @param format how blocks are stored
     * @return false if it needs zero points, or other ones
     */
    public boolean supports(final BlockFormat format) {
        return switch (this) {
            case DEFAULT, RTN -> format.zeroPoints() != ZeroPointType.FLOAT;
            case K_QUANT -> format.zeroPoints() == ZeroPointType.INTEGER;
            case HQQ -> format.zeroPoints() != ZeroPointType.NONE;
        };
    }

    /**
     * Returns the name that configurations use.
     *
     * @return the name in lower case
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
