package dev.ingot.kernel;

import dev.ingot.quantize.Algorithm;
import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.Mode;

/** Plain Java loops, the definition of every kernel. */
final class ScalarKernels implements Kernels {

    private final FloatKernels floats = new ScalarFloatKernels();
    private final ErrorKernels errors = new ScalarErrorKernels();
    private final LogitKernels logits = new ScalarLogitKernels();

    @Override
    public KernelPath path() {
        return KernelPath.SCALAR;
    }

    @Override
    public int vectorBits() {
        return 0;
    }

    @Override
    public BlockKernel blocks(final BlockFormat format, final Algorithm algorithm, final Mode mode) {
        return switch (algorithm) {
            case DEFAULT -> new DefaultRounding(format, mode, null);
            case RTN -> new RoundToNearest(format, mode, null);
            case K_QUANT -> new KQuant(format, mode, null);
            case HQQ -> new HqqKernel(format, mode);
        };
    }

    @Override
    public FloatKernels floats() {
        return floats;
    }

    @Override
    public ErrorKernels errors() {
        return errors;
    }

    @Override
    public LogitKernels logits() {
        return logits;
    }
}
