package dev.ingot.runtime;

/**
 * One answer of a search.
 *
 * @param generation the answer
 * @param score      the sum of its log-probabilities, that of its end token included, divided by its length to the power of
 *                   the length penalty
 */
public record BeamAnswer(Generation generation, double score) {}
