package dev.ingot;

import java.util.List;

/** Which part of a decoder a tensor belongs to, told by its name, in a checkpoint as in a graph. */
enum TensorGroup {
    /** Norms of any kind, those of queries and keys included. */
    NORMS("norms", List.of("norm", ".ln_", "layer_norm")),
    /** Query, key, value and output projections. */
    ATTENTION("attention", List.of("attn", "attention")),
    /** Gate, up and down projections, experts and their router. */
    MLP("mlp", List.of("mlp", "moe", "expert", "feed_forward", "ffn")),
    /** The projection to the vocabulary. */
    HEAD("head", List.of("lm_head", "embed_out")),
    /** The lookup of tokens. */
    EMBEDDING("embedding", List.of("embed", "tok_embeddings", "wte")),
    /** Rotary tables and whatever else. */
    OTHER("other", List.of());

    private final String label;
    private final List<String> marks;

    TensorGroup(final String label, final List<String> marks) {
        this.label = label;
        this.marks = marks;
    }

    String label() {
        return label;
    }

    /** Finds the group; the first whose mark the name has. */
    static TensorGroup of(final String name) {
        for (final TensorGroup group : values()) {
            if (group.marks.stream().anyMatch(name::contains)) {
                return group;
            }
        }
        return OTHER;
    }
}
