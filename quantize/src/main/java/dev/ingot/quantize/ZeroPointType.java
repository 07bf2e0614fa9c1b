package dev.ingot.quantize;

/** How the zero points of blocks are stored. */
public enum ZeroPointType {
    /** There are none: zero is the middle code. */
    NONE,
    /** As codes, with as many bits as a weight. */
    INTEGER,
    /** As floats of 32 bits; what the operators of ONNX Runtime take of it is slow, so that no pipeline writes it. */
    FLOAT
}
