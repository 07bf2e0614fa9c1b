package dev.ingot.kernel;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.Mode;

/** {@link dev.ingot.quantize.Algorithm#DEFAULT} block by block in plain Java: the definition. */
final class ScalarBlockKernel extends TiledKernel {

    private final BlockRule rule;

    ScalarBlockKernel(final BlockFormat format, final Mode mode) {
        super(format);
        this.rule = new BlockRule(format, mode);
    }

    @Override
    Encoder encoder() {
        final var codes = new int[format.blockSize()];
        return (bits, count, tile, block) -> rule.encode(bits, count, codes, tile, block);
    }
}
