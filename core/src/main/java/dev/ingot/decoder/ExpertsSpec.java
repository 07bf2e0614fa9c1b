package dev.ingot.decoder;

import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * The experts of a family: gated MLPs of which a router chooses some for each position (arXiv 1701.06538).
 *
 * @param sparse     which layers have experts; the others have a dense MLP
 * @param count      number of experts
 * @param chosen     how many of them a position passes through
 * @param width      of an expert's MLP
 * @param normalized whether the weights of the chosen experts sum to one; else each is its share among all experts
 * @param bias       whether router and experts add biases
 * @param clamp      gate with limits; empty for {@code act(gate) * up}, the activation being config.json's
 */
record ExpertsSpec(IntPredicate sparse, int count, int chosen, int width, boolean normalized, boolean bias,
        Optional<Clamp> clamp) {

    /**
     * {@code g * sigmoid(alpha * g) * (u + 1)} with {@code g = min(gate, limit)} and {@code u} within
     * {@code [-limit, limit]}; gate and up alternate in one matrix.
     *
     * @param alpha steepness of the sigmoid
     * @param limit of the magnitude
     */
    record Clamp(double alpha, double limit) {}

    /** Experts on no layer. */
    static ExpertsSpec none() {
        return new ExpertsSpec(layer -> false, 1, 1, 1, true, false, Optional.empty());
    }
}
