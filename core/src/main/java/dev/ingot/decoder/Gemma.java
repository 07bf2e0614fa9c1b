package dev.ingot.decoder;

import dev.ingot.hf.ModelConfig;

/** Gemma: embeddings scaled by the root of the width, norms that store their distance from one. */
final class Gemma implements Family {

    @Override
    public String architecture() {
        return "GemmaForCausalLM";
    }

    @Override
    public DecoderSpec describe(final ModelConfig config) {
        return common(config, "gemma");
    }

    /** What all generations of Gemma have in common. */
    static DecoderSpec common(final ModelConfig config, final String type) {
        final boolean bias = config.json().bool("attention_bias").orElse(false);
        return DecoderSpec.plain(config, type).with(NormSpec.rootMeanSquare().aroundOne())
                .with(AttentionSpec.plain().withBias(AttentionSpec.Bias.all(bias)))
                .with(VocabularySpec.plain().withEmbeddingScale(Math.sqrt(config.hiddenSize())));
    }
}
