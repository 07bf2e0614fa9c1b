package dev.ingot.decoder;

import dev.ingot.hf.ModelConfig;

/**
 * How a family differs from the common decoder: RMS norms before attention and MLP, fused rotary grouped-query
 * attention, gated MLP.
 *
 * @param config        sizes and names
 * @param type          the model type that genai_config.json carries
 * @param queryKeyNorm  whether each query and key head is normed before the rotation
 * @param attentionBias which projections of the attention add a bias
 * @param mlpBias       whether the projections of the MLP add a bias
 */
record DecoderSpec(ModelConfig config, String type, boolean queryKeyNorm, AttentionBias attentionBias,
        boolean mlpBias) {

    /** Which projections of the attention add a bias. */
    enum AttentionBias {
        /** None of them. */
        NONE,
        /** Query, key and value. */
        QKV,
        /** Query, key, value and output. */
        ALL;

        boolean onQkv() {
            return this != NONE;
        }

        boolean onOutput() {
            return this == ALL;
        }
    }

    /** Common case: no norms inside the attention and no biases. */
    static DecoderSpec plain(final ModelConfig config, final String type) {
        return new DecoderSpec(config, type, false, AttentionBias.NONE, false);
    }

    DecoderSpec withQueryKeyNorm() {
        return new DecoderSpec(config, type, true, attentionBias, mlpBias);
    }

    DecoderSpec withBias(final AttentionBias attention, final boolean mlp) {
        return new DecoderSpec(config, type, queryKeyNorm, attention, mlp);
    }
}
