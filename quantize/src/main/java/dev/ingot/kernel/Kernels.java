package dev.ingot.kernel;

import dev.ingot.quantize.Algorithm;
import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.Mode;

/**
 * One implementation of all kernels.
 *
 * <p>{@link #active} is the fastest one that this JVM can run; {@link #scalar} is the definition, and always there. Both
 * give the same bytes. The system property {@value KernelLookup#PROPERTY} forces a choice: {@code scalar}, {@code loops},
 * or a vector width of {@code 64}, {@code 128}, {@code 256} or {@code 512} bits.
 */
public interface Kernels {

    /**
     * Returns the kernels that this process uses.
     *
     * @return the kernels, chosen at the first call
     */
    static Kernels active() {
        return KernelLookup.ACTIVE;
    }

    /**
     * Returns the kernels in plain Java.
     *
     * @return the kernels
     */
    static Kernels scalar() {
        return KernelLookup.SCALAR;
    }

    /**
     * Returns the kernels in plain loops over many blocks, as {@link #active} is without the Vector API.
     *
     * @return the kernels, for little-endian machines
     */
    static Kernels loops() {
        return KernelLookup.LOOPS;
    }

    /**
     * Returns which implementation this is.
     *
     * @return the path
     */
    KernelPath path();

    /**
     * Returns the width of its vectors.
     *
     * @return bits; 0 for the scalar path
     */
    int vectorBits();

    /**
     * Returns the kernel that quantizes into blocks.
     *
     * @param format    how blocks are stored
     * @param algorithm how scales and zero points are chosen
     * @param mode      what is done where the algorithm's reference loses weights
     * @return the kernel
     */
    BlockKernel blocks(BlockFormat format, Algorithm algorithm, Mode mode);

    /**
     * Returns the kernel of {@link Algorithm#DEFAULT} that adds the zero point to the rounded quotient: what the reference
     * does for the layout of DequantizeLinear.
     *
     * @param format how blocks are stored
     * @param mode   what is done where the reference loses weights
     * @return the kernel, in plain Java
     */
    static BlockKernel centered(final BlockFormat format, final Mode mode) {
        return DefaultRounding.centered(format, mode);
    }

    /**
     * Returns the kernels that make float32.
     *
     * @return the kernels
     */
    FloatKernels floats();

    /**
     * Returns the kernels that compare weights with what quantization left of them.
     *
     * @return the kernels
     */
    ErrorKernels errors();

    /**
     * Returns the kernels over logits.
     *
     * @return the kernels
     */
    LogitKernels logits();
}
