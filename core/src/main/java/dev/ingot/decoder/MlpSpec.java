package dev.ingot.decoder;

/**
 * The MLP of a family; its activation is config.json's.
 *
 * @param gated whether the activation of one projection multiplies another: {@code down(act(gate(x)) * up(x))} instead
 *              of {@code down(act(up(x)))}
 * @param bias  whether its projections add a bias
 */
record MlpSpec(boolean gated, boolean bias) {}
