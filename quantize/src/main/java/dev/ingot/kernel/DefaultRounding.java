package dev.ingot.kernel;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.Mode;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@link dev.ingot.quantize.Algorithm#DEFAULT}, defined block by block. */
final class DefaultRounding extends TiledKernel {

    private final Mode mode;
    private final BlockRule rule;

    DefaultRounding(final BlockFormat format, final Mode mode,
            final @Nullable Function<BlockFormat, Tile> tiles) {
        this(format, mode, new BlockRule(format, mode), tiles);
    }

    private DefaultRounding(final BlockFormat format, final Mode mode, final BlockRule rule,
            final @Nullable Function<BlockFormat, Tile> tiles) {
        super(format, tiles);
        this.mode = mode;
        this.rule = rule;
    }

    /** Rounds as MLAS does for DequantizeLinear. */
    static DefaultRounding centered(final BlockFormat format, final Mode mode) {
        return new DefaultRounding(format, mode, new BlockRule(format, mode, true), null);
    }

    @Override
    Encoder encoder() {
        final var codes = new int[format.blockSize()];
        final var gain = new Gain(format, mode);
        return (bits, count, tile, block) -> rule.encode(bits, count, codes, gain, tile, block);
    }
}
