package dev.ingot.runtime;

import java.util.Optional;

/**
 * What is asked of an embedding. Immutable; start from {@link #DEFAULT}.
 *
 * @param pooling      how the hidden states of a text become one vector
 * @param normalized   whether the vector gets length 1, so that a dot product is the cosine
 * @param adapter      name of the adapter to compute with, or empty for the model as it is
 * @param cancellation ends the computing
 */
public record EmbeddingOptions(Pooling pooling, boolean normalized, Optional<String> adapter,
        Optional<Cancellation> cancellation) {

    /** The last token's, of length 1. */
    public static final EmbeddingOptions DEFAULT = new EmbeddingOptions(Pooling.LAST_TOKEN, true,
            Optional.empty(), Optional.empty());

    /**
     * Sets how the hidden states become one vector.
     *
     * @param value the way
     * @return new options
     */
    public EmbeddingOptions pooling(final Pooling value) {
        return new EmbeddingOptions(value, normalized, adapter, cancellation);
    }

    /**
     * Sets whether the vector gets length 1.
     *
     * @param value false to keep it as the model gives it
     * @return new options
     */
    public EmbeddingOptions normalized(final boolean value) {
        return new EmbeddingOptions(pooling, value, adapter, cancellation);
    }

    /**
     * Sets which adapter is computed with.
     *
     * @param name one of {@link Generator#adapters}
     * @return new options
     */
    public EmbeddingOptions adapter(final String name) {
        return new EmbeddingOptions(pooling, normalized, Optional.of(name), cancellation);
    }

    /**
     * Sets what ends the computing; the one who waits for it gets a {@link dev.ingot.error.CancelledException}.
     *
     * @param value the means to cancel
     * @return new options
     */
    public EmbeddingOptions cancellation(final Cancellation value) {
        return new EmbeddingOptions(pooling, normalized, adapter, Optional.of(value));
    }
}
