package dev.ingot.quantize;

/** Element types that weights are read in; all little-endian. */
public enum WeightType {
    /** The upper half of an IEEE 754 single. */
    BF16(2),
    /** IEEE 754 half. */
    F16(2),
    /** IEEE 754 single. */
    F32(4);

    private final int bytes;

    WeightType(final int bytes) {
        this.bytes = bytes;
    }

    /**
     * Returns the size of one element.
     *
     * @return bytes per element
     */
    public int bytes() {
        return bytes;
    }
}
