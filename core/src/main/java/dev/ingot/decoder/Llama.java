package dev.ingot.decoder;

import dev.ingot.decoder.AttentionSpec.Bias;
import dev.ingot.hf.ModelConfig;

/** Llama 1 to 3.3 and every model that carries the architecture's name. */
final class Llama implements Family {

    @Override
    public String architecture() {
        return "LlamaForCausalLM";
    }

    @Override
    public DecoderSpec describe(final ModelConfig config) {
        final boolean attentionBias = config.json().bool("attention_bias").orElse(false);
        final boolean mlpBias = config.json().bool("mlp_bias").orElse(false);
        return DecoderSpec.plain(config, "llama")
                .with(AttentionSpec.plain().withBias(Bias.all(attentionBias)))
                .with(new MlpSpec(true, mlpBias));
    }
}
