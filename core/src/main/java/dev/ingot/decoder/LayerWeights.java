package dev.ingot.decoder;

import dev.ingot.hf.Weights;
import dev.ingot.quantize.WeightMatrix;
import java.util.Optional;

/** The projections of one layer, under the names of the common layout. */
final class LayerWeights {

    private final Weights weights;
    private final String prefix;

    LayerWeights(final Weights weights, final int layer) {
        this.weights = weights;
        this.prefix = "model.layers." + layer + ".";
    }

    /** A projection's matrix; fails if the checkpoint has none of that shape. */
    WeightMatrix matrix(final String module, final int rows, final int columns) {
        return weights.matrix(prefix + module + ".weight", rows, columns);
    }

    /** A vector of the layer. */
    float[] vector(final String name, final int length) {
        return weights.vector(prefix + name, length);
    }

    /** A projection's bias where the family has one. */
    Optional<float[]> bias(final boolean present, final String module, final int length) {
        return present ? Optional.of(weights.vector(prefix + module + ".bias", length)) : Optional.empty();
    }
}
