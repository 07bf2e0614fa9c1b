package dev.ingot;

/** What a weight matrix does in a decoder; decides which format it is stored in. */
public enum MatrixRole {
    /** Query, key, value and output projections. */
    ATTENTION,
    /** Gate, up and down projections. */
    MLP,
    /** The token embedding, when it has a matrix of its own. */
    EMBEDDING,
    /** The projection to the vocabulary; also the embedding, when both share a matrix. */
    HEAD
}
