package dev.ingot.kernel;

import dev.ingot.quantize.Algorithm;
import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.Mode;

/**
 * Kernels for a JVM without the Vector API, and for one that runs only for a moment: compiled in a tenth of the time that
 * the Vector API's take, and nearly as fast then.
 */
final class LoopKernels implements Kernels {

    /** Tiles pack codes of 4 and 8 bits. */
    static final int FEWEST_BITS = 4;

    private final Kernels scalar;

    LoopKernels(final Kernels scalar) {
        this.scalar = scalar;
    }

    @Override
    public KernelPath path() {
        return KernelPath.LOOPS;
    }

    @Override
    public int vectorBits() {
        return 0;
    }

    @Override
    public BlockKernel blocks(final BlockFormat format, final Algorithm algorithm, final Mode mode) {
        if (format.bits() < FEWEST_BITS) {
            return scalar.blocks(format, algorithm, mode);
        }
        return switch (algorithm) {
            case DEFAULT -> new DefaultRounding(format, mode, any -> new DefaultLoops(any, mode));
            case RTN -> new RoundToNearest(format, mode, any -> new RoundLoops(any, mode));
            case K_QUANT ->
                new KQuant(format, mode, any -> new KQuantTile(any, mode, new KQuantRowGroup(any, mode)));
            case HQQ -> scalar.blocks(format, algorithm, mode);
        };
    }

    @Override
    public FloatKernels floats() {
        return scalar.floats();
    }

    @Override
    public ErrorKernels errors() {
        return scalar.errors();
    }

    @Override
    public LogitKernels logits() {
        return scalar.logits();
    }
}
