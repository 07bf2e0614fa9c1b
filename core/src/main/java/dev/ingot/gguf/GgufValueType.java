package dev.ingot.gguf;

import java.util.Optional;

/** Types of metadata values; a constant's place is its number in the file. */
enum GgufValueType {
    UINT8(1), INT8(1), UINT16(2), INT16(2), UINT32(4), INT32(4), FLOAT32(4), BOOL(1), STRING(8), ARRAY(
            12), UINT64(
                    8), INT64(8), FLOAT64(8);

    private final int leastBytes;

    GgufValueType(final int leastBytes) {
        this.leastBytes = leastBytes;
    }

    /** Size of a value; the least one for strings and arrays. */
    int leastBytes() {
        return leastBytes;
    }

    static Optional<GgufValueType> of(final int code) {
        return code < 0 || code >= values().length ? Optional.empty() : Optional.of(values()[code]);
    }
}
