package dev.ingot.kernel;

import dev.ingot.quantize.Algorithm;
import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.Mode;

/** Kernels on vectors of {@link Species#BITS} bits; plain loops where the compiler makes vectors of them by itself. */
final class VectorKernels implements Kernels {

    private final Kernels loops;
    private final ErrorKernels errors = new VectorErrorKernels();
    private final LogitKernels logits = new VectorLogitKernels();
    private final int bits = Species.BITS;

    VectorKernels(final Kernels loops) {
        this.loops = loops;
    }

    @Override
    public KernelPath path() {
        return KernelPath.VECTOR;
    }

    @Override
    public int vectorBits() {
        return bits;
    }

    @Override
    public BlockKernel blocks(final BlockFormat format, final Algorithm algorithm, final Mode mode) {
        if (algorithm == Algorithm.DEFAULT && VectorTile.supports(format)) {
            return new DefaultRounding(format, mode, any -> VectorTile.ofDefault(any, mode));
        }
        if (algorithm == Algorithm.RTN && VectorTile.supports(format)) {
            return new RoundToNearest(format, mode, any -> VectorTile.ofRoundToNearest(any, mode));
        }
        if (algorithm == Algorithm.K_QUANT && format.bits() >= LoopKernels.FEWEST_BITS) {
            return new KQuant(format, mode, any -> new KQuantTile(any, mode, new KQuantVectors(any, mode)));
        }
        return loops.blocks(format, algorithm, mode);
    }

    @Override
    public FloatKernels floats() {
        return loops.floats();
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
