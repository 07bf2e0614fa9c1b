package dev.ingot;

import java.util.regex.Pattern;

/** Which part of a decoder a tensor belongs to, told by its name, in a checkpoint as in a graph. */
enum TensorGroup {
    /** Norms of any kind, those of queries and keys included. */
    NORMS("norms", "norm|\\.ln_|layer_norm"),
    /** Query, key, value and output projections. */
    ATTENTION("attention", "attn|attention"),
    /** Gate, up and down projections, experts and their router. */
    MLP("mlp", "mlp|moe|expert|feed_forward|ffn"),
    /** The projection to the vocabulary. */
    HEAD("head", "lm_head|embed_out"),
    /** The lookup of tokens. */
    EMBEDDING("embedding", "embed|tok_embeddings|wte"),
    /** Rotary tables and whatever else. */
    OTHER("other", "");

    private final String label;
    private final Pattern marks;

    TensorGroup(final String label, final String marks) {
        this.label = label;
        this.marks = Pattern.compile(marks);
    }

    String label() {
        return label;
    }

    /** Finds the group; the first whose mark the name has. */
    static TensorGroup of(final String name) {
        for (final TensorGroup group : values()) {
            if (group.marks.matcher(name).find()) {
                return group;
            }
        }
        return OTHER;
    }
}
