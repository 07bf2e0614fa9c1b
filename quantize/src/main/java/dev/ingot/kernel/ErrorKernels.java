package dev.ingot.kernel;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.PackedRows;
import dev.ingot.quantize.QuantizationError;
import dev.ingot.quantize.WeightRows;
import java.lang.foreign.MemorySegment;

/**
 * Compares weights with what quantization left of them, all in float32. Stateless, for any number of threads; every
 * implementation gives the same figures to the last bit, because all add up in the order of {@link ErrorSums}.
 */
public interface ErrorKernels {

    /**
     * Compares with floats.
     *
     * @param exact  the weights
     * @param floats as many little-endian floats
     * @return the figures
     */
    QuantizationError between(WeightRows exact, MemorySegment floats);

    /**
     * Compares with packed blocks, which are dequantized on the way.
     *
     * @param exact  the weights
     * @param packed the same rows, packed
     * @param format how they are stored
     * @return the figures, those of {@link FloatKernels#fromBlocks} and {@link #between(WeightRows, MemorySegment)}
     */
    QuantizationError between(WeightRows exact, PackedRows packed, BlockFormat format);
}
