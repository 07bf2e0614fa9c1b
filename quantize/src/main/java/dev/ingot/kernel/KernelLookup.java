package dev.ingot.kernel;

/** Chooses the kernels of this process. */
final class KernelLookup {

    static final String PROPERTY = "ingot.kernel";
    static final Kernels SCALAR = new ScalarKernels();
    static final Kernels ACTIVE = SCALAR;

    private KernelLookup() {}
}
