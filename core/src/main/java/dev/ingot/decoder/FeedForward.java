package dev.ingot.decoder;

/** What a layer does with each position by itself: a dense MLP, or experts. */
@FunctionalInterface
interface FeedForward {

    /** Adds that of one layer and returns what is to be added to the residual stream. */
    String add(int layer, String input, LayerWeights weights);
}
