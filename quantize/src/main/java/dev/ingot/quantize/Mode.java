package dev.ingot.quantize;

/** How faithful a quantizer is to the one it follows where that one loses weights. */
public enum Mode {
    /** Byte for byte what ONNX Runtime's quantizer writes, its failures included. */
    REFERENCE,
    /**
     * The same codes and zero points for ordinary weights; scales of blocks of 2 and 4 bits are a little larger or smaller, so
     * that errors have nothing to do with the weights. Where the reference fails the result is usable: the range of a block
     * always contains zero, and every block of finite weights dequantizes to finite values within a step of the weights, huge
     * and subnormal ones too; where float32 itself has only steps that are coarser, within one of these.
     */
    REPAIRED
}
