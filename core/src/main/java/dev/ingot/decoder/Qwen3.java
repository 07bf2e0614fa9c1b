package dev.ingot.decoder;

import dev.ingot.decoder.AttentionSpec.Bias;
import dev.ingot.decoder.AttentionSpec.HeadNorm;
import dev.ingot.hf.ModelConfig;

/** Qwen 3: each query and key head is normed before the rotation. */
final class Qwen3 implements Family {

    @Override
    public String architecture() {
        return "Qwen3ForCausalLM";
    }

    @Override
    public DecoderSpec describe(final ModelConfig config) {
        final boolean bias = config.json().bool("attention_bias").orElse(false);
        return DecoderSpec.plain(config, "qwen3")
                .with(AttentionSpec.plain().withBias(Bias.all(bias)).withHeadNorm(HeadNorm.PER_HEAD));
    }
}
