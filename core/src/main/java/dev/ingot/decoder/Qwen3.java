package dev.ingot.decoder;

import dev.ingot.decoder.DecoderSpec.AttentionBias;
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
        return DecoderSpec.plain(config, "qwen3").withQueryKeyNorm()
                .withBias(bias ? AttentionBias.ALL : AttentionBias.NONE, false);
    }
}
