package dev.ingot.decoder;

import dev.ingot.decoder.AttentionSpec.Bias;
import dev.ingot.hf.ModelConfig;

/** Nemotron: layer norms whose factors are stored as distances from 1, and an MLP without a gate. */
final class Nemotron implements Family {

    @Override
    public String architecture() {
        return "NemotronForCausalLM";
    }

    @Override
    public DecoderSpec describe(final ModelConfig config) {
        final boolean attentionBias = config.json().bool("attention_bias").orElse(false);
        final boolean mlpBias = config.json().bool("mlp_bias").orElse(false);
        return DecoderSpec.plain(config, "nemotron").with(NormSpec.layer().aroundOne())
                .with(AttentionSpec.plain().withBias(Bias.all(attentionBias)))
                .with(new MlpSpec(false, mlpBias));
    }
}
