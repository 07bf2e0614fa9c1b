package dev.ingot.quantize;

/** How faithful a quantizer is to the one it follows where that one loses weights. */
public enum Mode {
    /** Byte for byte what ONNX Runtime's quantizer writes, its failures included. */
    REFERENCE,
    /**
     * The same for ordinary weights; where the reference fails the result is usable. The range of a block always
     * contains zero, and every block of finite weights dequantizes to finite values within a step of the weights,
     * huge and subnormal ones too; where float32 itself has only steps that are coarser, below about 1e-42, within 256 of
     * these.
     */
    REPAIRED
}
