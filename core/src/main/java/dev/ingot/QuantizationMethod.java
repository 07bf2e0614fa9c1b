package dev.ingot;

import dev.ingot.quantize.Algorithm;

/** How the integers of a matrix in blocks are found. Immutable. */
public sealed interface QuantizationMethod permits Rounding, Calibrated {

    /**
     * Returns the name that configurations, the command line and ingot.json use.
     *
     * @return the name in lower case
     */
    String label();

    /**
     * Returns what rounds the matrices that the method itself has nothing to say about, such as the embedding.
     *
     * @return the algorithm
     */
    Algorithm algorithm();
}
