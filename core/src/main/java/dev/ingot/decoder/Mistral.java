package dev.ingot.decoder;

import dev.ingot.hf.ModelConfig;

/** Mistral: like Llama; what is special is the sliding window, which config.json tells of any family. */
final class Mistral implements Family {

    @Override
    public String architecture() {
        return "MistralForCausalLM";
    }

    @Override
    public DecoderSpec describe(final ModelConfig config) {
        return DecoderSpec.plain(config, "mistral");
    }
}
