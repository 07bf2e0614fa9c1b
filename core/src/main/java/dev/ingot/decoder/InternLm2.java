package dev.ingot.decoder;

import dev.ingot.decoder.AttentionSpec.Bias;
import dev.ingot.hf.ModelConfig;

/** InternLM 2 and 2.5: Llama under other names, with query, key and value packed by key-value head. */
final class InternLm2 implements Family {

    @Override
    public String architecture() {
        return "InternLM2ForCausalLM";
    }

    @Override
    public DecoderSpec describe(final ModelConfig config) {
        final boolean bias = config.json().bool("bias").orElse(true);
        return DecoderSpec.plain(config, "internlm2").with(AttentionSpec.plain().withBias(Bias.all(bias)));
    }

    @Override
    public CheckpointLayout layout(final ModelConfig config) {
        return new InternLm2Layout(config);
    }
}
