package dev.ingot.kernel;

/** Which implementation of the kernels runs. */
public enum KernelPath {
    /** Plain Java, a block after the other: the definition. */
    SCALAR,
    /** Plain loops over many blocks at once, which the JVM's compiler turns into vector code by itself. */
    LOOPS,
    /** The Vector API. */
    VECTOR
}
