package dev.ingot.kernel;

import dev.ingot.quantize.PackedRows;
import dev.ingot.quantize.WeightRows;

/** Quantizes rows in one format by one algorithm; stateless, for any number of threads. */
@FunctionalInterface
public interface BlockKernel {

    /**
     * Quantizes rows.
     *
     * @param rows   the weights
     * @param packed where blocks, scales and zero points go, in the sizes that the format says
     * @return true if all weights are finite; if not, what has been written means nothing
     */
    boolean quantize(WeightRows rows, PackedRows packed);
}
