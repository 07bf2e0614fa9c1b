package dev.ingot.decoder;

import dev.ingot.hf.Weights;
import java.util.Optional;

/** The layers of a decoder, one after the other on the residual stream. */
final class Layers {

    private final GraphBuilder graph;
    private final DecoderSpec spec;
    private final Weights weights;
    private final Norms norms;
    private final Attention attention;
    private final FeedForward mlp;

    Layers(final GraphBuilder graph, final DecoderSpec spec, final Weights weights, final Norms norms,
            final Attention attention, final FeedForward mlp) {
        this.graph = graph;
        this.spec = spec;
        this.weights = weights;
        this.norms = norms;
        this.attention = attention;
        this.mlp = mlp;
    }

    /** Adds all layers and the last norm; returns what the head multiplies. */
    String add(final String embedded) {
        final int layers = spec.config().layers();
        final var stream = new ResidualStream(graph, norms, spec.config().hiddenSize(), embedded);
        for (int layer = 0; layer < layers; layer++) {
            add(layer, stream);
        }
        return stream.last(path(layers) + "/final_norm_layernorm", "model.norm");
    }

    private void add(final int layer, final ResidualStream stream) {
        final var layerWeights = new LayerWeights(weights, layer);
        final BlockSpec block = spec.block();
        final String forAttention = read(layer, "attn", stream, block.beforeAttention());
        final String attended = attention.add(layer, forAttention, layerWeights);
        stream.add(path(layer) + "/residual_add", branch(layer, "attn", attended, block.afterAttention()));
        final String forMlp = block.parallel() ? forAttention : read(layer, "mlp", stream, block.beforeMlp());
        stream.add(path(layer) + "/residual_add",
                branch(layer, "mlp", mlp.add(layer, forMlp, layerWeights), block.afterMlp()));
    }

    private String read(final int layer, final String reader, final ResidualStream stream,
            final Optional<String> norm) {
        return norm.map(name -> stream.normed(path(layer) + "/" + name, module(layer, name)))
                .orElseGet(() -> stream.value(path(layer) + "/" + reader + "/residual_add"));
    }

    private String branch(final int layer, final String writer, final String value,
            final Optional<String> norm) {
        final String normed = norm.map(name -> norms.plain(path(layer) + "/" + name, module(layer, name),
                value, spec.config().hiddenSize())).orElse(value);
        return graph.scaled(path(layer) + "/" + writer + "/residual_mul", normed, spec.block().branchScale());
    }

    private static String path(final int layer) {
        return "/model/layers." + layer;
    }

    private static String module(final int layer, final String norm) {
        return "model.layers." + layer + "." + norm;
    }
}
