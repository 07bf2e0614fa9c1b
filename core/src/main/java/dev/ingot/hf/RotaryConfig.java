package dev.ingot.hf;

/**
 * Rotary position embedding of a model or of one kind of its layers.
 *
 * @param theta         base of the frequencies
 * @param partialFactor share of the head dimension that is rotated, 1 for all of it
 * @param scaling       how frequencies are stretched
 */
public record RotaryConfig(double theta, double partialFactor, RotaryScaling scaling) {}
