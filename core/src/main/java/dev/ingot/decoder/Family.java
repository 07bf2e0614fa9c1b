package dev.ingot.decoder;

import dev.ingot.hf.ModelConfig;

/** A family of models: one class name of transformers. */
interface Family {

    /** Returns the class name, as {@code architectures} in config.json has it. */
    String architecture();

    /** Says how this model differs from the common decoder. */
    DecoderSpec describe(ModelConfig config);

    /** Says where its tensors lie if not where Llama's do. */
    default CheckpointLayout layout(final ModelConfig config) {
        return CheckpointLayout.COMMON;
    }
}
