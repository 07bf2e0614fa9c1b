package dev.ingot.decoder;

import dev.ingot.hf.ModelConfig;

/** Gemma 2: norms on both sides of attention and MLP, and limits on the scores of both attention and tokens. */
final class Gemma2 implements Family {

    private static final double DEFAULT_SCALAR = 256;
    private static final double DEFAULT_ATTENTION_CAP = 50;
    private static final double DEFAULT_LOGIT_CAP = 30;

    @Override
    public String architecture() {
        return "Gemma2ForCausalLM";
    }

    @Override
    public DecoderSpec describe(final ModelConfig config) {
        return normedAround(config, "gemma2", DEFAULT_ATTENTION_CAP, DEFAULT_LOGIT_CAP);
    }

    /** What the second and third generation have in common; the caps are those of a file that does not name them. */
    static DecoderSpec normedAround(final ModelConfig config, final String type, final double attentionCap,
            final double logitCap) {
        final DecoderSpec common = Gemma.common(config, type);
        return common.with(BlockSpec.normsAround())
                .with(common.attention()
                        .withScale(1 / Math.sqrt(positive(config, "query_pre_attn_scalar", DEFAULT_SCALAR)))
                        .withSoftcap(cap(config, "attn_logit_softcapping", attentionCap)))
                .with(common.vocabulary()
                        .withLogitSoftcap(cap(config, "final_logit_softcapping", logitCap)));
    }

    /** A key that is there with the value null means no cap; one that is not there means the default. */
    private static double cap(final ModelConfig config, final String key, final double absent) {
        return config.json().keys().contains(key) && !config.json().has(key)
                ? 0
                : positive(config, key, absent);
    }

    private static double positive(final ModelConfig config, final String key, final double absent) {
        final double value = config.json().number(key).orElse(absent);
        if (config.json().has(key) && !(value > 0 && Double.isFinite(value))) {
            throw config.json().wrong(key, "a finite number above 0", value);
        }
        return value;
    }
}
