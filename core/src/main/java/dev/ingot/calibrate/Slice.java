package dev.ingot.calibrate;

import dev.ingot.onnx.Node;
import java.util.List;
import java.util.Set;

/**
 * A run of nodes of a graph, a layer of a decoder.
 *
 * @param nodes   in topological order, those included that other slices compute as well
 * @param states  values that earlier slices yield and this one reads
 * @param yields  values that later slices read
 * @param taps    inputs of the products whose matrices are to be quantized, in the order of computation
 */
record Slice(List<Node> nodes, Set<String> states, Set<String> yields, List<Tap> taps) {}
