package dev.ingot.decoder;

import dev.ingot.hf.ModelConfig;

/**
 * A family's decoder, told as differences from the common one: RMS norms before attention and MLP, fused rotary
 * grouped-query attention, gated MLP.
 *
 * @param config     sizes and names
 * @param type       the model type that genai_config.json carries
 * @param norm       which norm
 * @param block      where the norms stand
 * @param attention  what is special about the attention
 * @param mlp        which MLP
 * @param experts    where experts take the place of the MLP
 * @param vocabulary what happens at both ends
 */
record DecoderSpec(ModelConfig config, String type, NormSpec norm, BlockSpec block, AttentionSpec attention,
        MlpSpec mlp, ExpertsSpec experts, VocabularySpec vocabulary) {

    /** The common case. */
    static DecoderSpec plain(final ModelConfig config, final String type) {
        return new DecoderSpec(config, type, NormSpec.rootMeanSquare(), BlockSpec.normsBefore(),
                AttentionSpec.plain(), new MlpSpec(true, false), ExpertsSpec.none(), VocabularySpec.plain());
    }

    DecoderSpec with(final NormSpec other) {
        return new DecoderSpec(config, type, other, block, attention, mlp, experts, vocabulary);
    }

    DecoderSpec with(final BlockSpec other) {
        return new DecoderSpec(config, type, norm, other, attention, mlp, experts, vocabulary);
    }

    DecoderSpec with(final AttentionSpec other) {
        return new DecoderSpec(config, type, norm, block, other, mlp, experts, vocabulary);
    }

    DecoderSpec with(final MlpSpec other) {
        return new DecoderSpec(config, type, norm, block, attention, other, experts, vocabulary);
    }

    DecoderSpec with(final ExpertsSpec other) {
        return new DecoderSpec(config, type, norm, block, attention, mlp, other, vocabulary);
    }

    DecoderSpec with(final VocabularySpec other) {
        return new DecoderSpec(config, type, norm, block, attention, mlp, experts, other);
    }
}
