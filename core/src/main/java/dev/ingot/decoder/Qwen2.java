package dev.ingot.decoder;

import dev.ingot.decoder.AttentionSpec.Bias;
import dev.ingot.hf.ModelConfig;

/** Qwen 2 and 2.5: query, key and value always have a bias. */
final class Qwen2 implements Family {

    @Override
    public String architecture() {
        return "Qwen2ForCausalLM";
    }

    @Override
    public DecoderSpec describe(final ModelConfig config) {
        return DecoderSpec.plain(config, "qwen2").with(AttentionSpec.plain().withBias(Bias.QKV));
    }
}
