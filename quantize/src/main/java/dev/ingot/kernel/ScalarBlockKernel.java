package dev.ingot.kernel;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.Mode;
import dev.ingot.quantize.PackedRows;
import dev.ingot.quantize.WeightRows;

/** {@link dev.ingot.quantize.Algorithm#DEFAULT} block by block in plain Java: the definition. */
final class ScalarBlockKernel implements BlockKernel {

    private final BlockFormat format;
    private final BlockRule rule;

    ScalarBlockKernel(final BlockFormat format, final Mode mode) {
        this.format = format;
        this.rule = new BlockRule(format, mode);
    }

    @Override
    public boolean quantize(final WeightRows rows, final PackedRows packed) {
        final var writer = new PackedWriter(format, rows.columns(), packed);
        final var bits = new int[format.blockSize()];
        final var codes = new int[format.blockSize()];
        boolean finite = true;
        for (int row = 0; row < rows.count(); row++) {
            int block = 0;
            for (int column = 0; column < rows.columns(); column += format.blockSize()) {
                final int count = Math.min(format.blockSize(), rows.columns() - column);
                WeightBits.load(rows, (long) row * rows.columns() + column, count, bits);
                finite &= rule.encode(bits, count, codes, writer, row, block++);
            }
        }
        return finite;
    }
}
