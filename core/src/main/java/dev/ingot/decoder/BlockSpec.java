package dev.ingot.decoder;

import java.util.Optional;

/**
 * How attention and MLP hang on the residual stream. The names are those of the norms' tensors in a layer.
 *
 * @param beforeAttention norm of what the attention reads; empty when it reads the stream itself
 * @param afterAttention  norm of what the attention yields, before it is added
 * @param beforeMlp       norm of what the MLP reads; empty when it reads the stream itself
 * @param afterMlp        norm of what the MLP yields, before it is added
 * @param parallel        whether the MLP reads the same normed value as the attention and both are added together
 * @param branchScale     factor of what is added to the stream
 */
record BlockSpec(Optional<String> beforeAttention, Optional<String> afterAttention,
        Optional<String> beforeMlp, Optional<String> afterMlp, boolean parallel, double branchScale) {

    private static final Optional<String> INPUT = Optional.of("input_layernorm");
    private static final Optional<String> POST_ATTENTION = Optional.of("post_attention_layernorm");
    private static final Optional<String> PRE_MLP = Optional.of("pre_feedforward_layernorm");
    private static final Optional<String> POST_MLP = Optional.of("post_feedforward_layernorm");

    /** Norms before attention and MLP; despite its name the second one belongs to the MLP. */
    static BlockSpec normsBefore() {
        return new BlockSpec(INPUT, Optional.empty(), POST_ATTENTION, Optional.empty(), false, 1);
    }

    /** Norms after attention and MLP only. */
    static BlockSpec normsAfter() {
        return new BlockSpec(Optional.empty(), POST_ATTENTION, Optional.empty(), POST_MLP, false, 1);
    }

    /** Norms on both sides of attention and MLP. */
    static BlockSpec normsAround() {
        return new BlockSpec(INPUT, POST_ATTENTION, PRE_MLP, POST_MLP, false, 1);
    }

    /** One norm, which attention and MLP both read. */
    static BlockSpec parallelBranches() {
        return new BlockSpec(INPUT, Optional.empty(), Optional.empty(), Optional.empty(), true, 1);
    }

    BlockSpec withBranchScale(final double scale) {
        return new BlockSpec(beforeAttention, afterAttention, beforeMlp, afterMlp, parallel, scale);
    }
}
