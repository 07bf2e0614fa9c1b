package dev.ingot.onnx;

import java.util.Optional;

/** Tensor element types of ONNX (TensorProto.DataType) that Ingot reads or writes. */
public enum ElementType {
    /** IEEE 754 single. */
    FLOAT(1, 4),
    /** Unsigned byte. */
    UINT8(2, 1),
    /** Signed byte. */
    INT8(3, 1),
    /** Signed 32-bit integer. */
    INT32(6, 4),
    /** Signed 64-bit integer. */
    INT64(7, 8),
    /** One byte per truth value. */
    BOOL(9, 1),
    /** IEEE 754 half. */
    FLOAT16(10, 2),
    /** IEEE 754 double. */
    DOUBLE(11, 8),
    /** Upper half of a single. */
    BFLOAT16(16, 2);

    private final int code;
    private final int bytes;

    ElementType(final int code, final int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    /**
     * Returns the number that stands for this type in a file.
     *
     * @return value of TensorProto.DataType
     */
    public int code() {
        return code;
    }

    /**
     * Returns the size of one element.
     *
     * @return bytes
     */
    public int bytes() {
        return bytes;
    }

    /**
     * Finds the type that a number in a file stands for.
     *
     * @param code value of TensorProto.DataType
     * @return the type, or empty for one that Ingot does not handle, such as STRING or INT4
     */
    public static Optional<ElementType> ofCode(final int code) {
        for (final var type : values()) {
            if (type.code == code) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
