package dev.ingot.quality;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.QuantizationError;
import java.util.List;
import java.util.OptionalInt;

/**
 * How far a quantized matrix is from its floats.
 *
 * @param name    of the matrix
 * @param layer   of the model, from 0; empty for head and embedding
 * @param role    what the matrix does, its name less layer and expert: {@code mlp.down_proj}, {@code lm_head}
 * @param rows    N
 * @param columns K
 * @param format  how it is stored
 * @param error   its figures
 * @param worst   blocks with the largest errors, the largest first
 */
public record MatrixQuality(String name, OptionalInt layer, String role, int rows, int columns,
        BlockFormat format, QuantizationError error, List<BlockError> worst) {

    /** Copies the list. */
    public MatrixQuality {
        worst = List.copyOf(worst);
    }
}
