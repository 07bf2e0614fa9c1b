package dev.ingot.kernel;

/** Which implementation of the kernels runs. */
public enum KernelPath {
    /** Plain Java loops, the definition. */
    SCALAR,
    /** The Vector API. */
    VECTOR
}
