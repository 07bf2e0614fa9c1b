package dev.ingot.decoder;

import dev.ingot.hf.ModelConfig;
import dev.ingot.hf.Weights;

/** A family of models: one class name of transformers. */
interface Family {

    /** Returns the class name, as {@code architectures} in config.json has it. */
    String architecture();

    /** Says how this model differs from the common decoder. */
    DecoderSpec describe(ModelConfig config);

    /** Shows its tensors another way if naming and cutting them is not enough to see the common layout. */
    default Weights view(final ModelConfig config, final Weights checkpoint) {
        return checkpoint;
    }

    /** Says where its tensors lie if not where Llama's do. */
    default CheckpointLayout layout(final ModelConfig config) {
        return CheckpointLayout.COMMON;
    }
}
