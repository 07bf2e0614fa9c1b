package dev.ingot.decoder;

import dev.ingot.quantize.WeightMatrix;

/**
 * A matrix of the layers that is to be quantized, so that a mixture may give it other bits.
 *
 * @param node   name of the MatMul node that multiplies with it
 * @param matrix its weights, {@code [N, K]}
 */
public record LayerMatrix(String node, WeightMatrix matrix) {}
