package dev.ingot.decoder;

import java.util.Optional;

/**
 * The sum that runs through all layers. The last addition is held back, so that a norm that follows can be fused with
 * it. Not thread-safe.
 */
final class ResidualStream {

    private final GraphBuilder graph;
    private final Norms norms;
    private final int width;
    private String sum;
    private Optional<String> pending = Optional.empty();

    /**
     * Starts a stream.
     *
     * @param graph where nodes are added
     * @param norms of the model
     * @param width of the stream
     * @param start first value, the embeddings
     */
    ResidualStream(final GraphBuilder graph, final Norms norms, final int width, final String start) {
        this.graph = graph;
        this.norms = norms;
        this.width = width;
        this.sum = start;
    }

    /** Adds a branch; {@code path} names the addition if it becomes a node of its own. */
    void add(final String path, final String branch) {
        sum = value(path);
        pending = Optional.of(branch);
    }

    /** Returns the sum so far; {@code path} names the addition if one is outstanding. */
    String value(final String path) {
        pending.ifPresent(branch -> sum = graph.onnx(path, "Add", sum, branch));
        pending = Optional.empty();
        return sum;
    }

    /** Returns the sum so far, normed. */
    String normed(final String path, final String module) {
        if (pending.isEmpty()) {
            return norms.plain(path, module, sum, width);
        }
        final var both = norms.skip(path, module, sum, pending.get(), width);
        sum = both.residual();
        pending = Optional.empty();
        return both.normed();
    }

    /** Returns the sum of all, normed; nothing can be added afterwards. */
    String last(final String path, final String module) {
        return pending.map(branch -> norms.last(path, module, sum, branch, width))
                .orElseGet(() -> norms.plain(path, module, sum, width));
    }
}
