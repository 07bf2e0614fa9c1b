package dev.ingot.decoder;

import dev.ingot.decoder.AttentionSpec.Bias;
import dev.ingot.decoder.AttentionSpec.HeadNorm;
import dev.ingot.hf.ModelConfig;

/** OLMo 2: norms after attention and MLP, and over all heads of the queries and of the keys. */
final class Olmo2 implements Family {

    @Override
    public String architecture() {
        return "Olmo2ForCausalLM";
    }

    @Override
    public DecoderSpec describe(final ModelConfig config) {
        final boolean bias = config.json().bool("attention_bias").orElse(false);
        return DecoderSpec.plain(config, "decoder").with(BlockSpec.normsAfter())
                .with(AttentionSpec.plain().withBias(Bias.all(bias)).withHeadNorm(HeadNorm.ALL_HEADS));
    }
}
