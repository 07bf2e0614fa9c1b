package dev.ingot.decoder;

import dev.ingot.error.UnsupportedModelException;
import dev.ingot.hf.ModelConfig;

/**
 * Gemma 3, and the text model of its multimodal form: heads are normed, the caps of Gemma 2 are gone. Layers with a window
 * rotate by a base of their own.
 *
 * @param architecture one of its two class names
 */
record Gemma3(String architecture) implements Family {

    private static final String BIDIRECTIONAL = "use_bidirectional_attention";

    @Override
    public DecoderSpec describe(final ModelConfig config) {
        if (config.json().bool(BIDIRECTIONAL).orElse(false)) {
            throw new UnsupportedModelException(
                    config.json().file() + ": " + config.json().pathOf(BIDIRECTIONAL)
                            + ": expected false, found true: an encoder cannot generate");
        }
        final DecoderSpec common = Gemma2.normedAround(config, "gemma3_text", 0, 0);
        return common.with(common.attention().withHeadNorm(AttentionSpec.HeadNorm.PER_HEAD));
    }
}
