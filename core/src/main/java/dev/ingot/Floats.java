package dev.ingot;

import dev.ingot.quantize.BlockFormat;
import java.util.Optional;

/** Matrices stored as floats. */
public enum Floats implements Precision {
    /** {@link Precision#FP32}. */
    FULL("fp32"),
    /** {@link Precision#FP16}. */
    HALF("fp16");

    private final String label;

    Floats(final String label) {
        this.label = label;
    }

    @Override
    public Optional<BlockFormat> formatOf(final MatrixRole role) {
        return Optional.empty();
    }

    @Override
    public Optional<BlockFormat> formatOf(final MatrixRole role, final String node) {
        return Optional.empty();
    }

    @Override
    public OperatorChoice operators() {
        return OperatorChoice.DEFAULT;
    }

    @Override
    public String label() {
        return label;
    }
}
