package dev.ingot.decoder;

import dev.ingot.decoder.AttentionSpec.Bias;
import dev.ingot.hf.ModelConfig;

/** OLMo 1: layer norms without parameters, and queries, keys and values clipped where config.json says so. */
final class Olmo implements Family {

    @Override
    public String architecture() {
        return "OlmoForCausalLM";
    }

    @Override
    public DecoderSpec describe(final ModelConfig config) {
        final boolean bias = config.json().bool("attention_bias").orElse(false);
        return DecoderSpec.plain(config, "olmo").with(NormSpec.layer().withoutParameters())
                .with(AttentionSpec.plain().withBias(Bias.all(bias))
                        .withClip(config.json().number("clip_qkv")));
    }
}
