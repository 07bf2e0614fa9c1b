package dev.ingot;

import dev.ingot.quantize.Algorithm;

/**
 * Each block by itself, from its weights alone.
 *
 * @param algorithm how scale, zero point and integers of a block are found
 */
public record Rounding(Algorithm algorithm) implements QuantizationMethod {

    @Override
    public String label() {
        return algorithm.label();
    }
}
