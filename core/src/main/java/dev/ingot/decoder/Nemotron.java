package dev.ingot.decoder;

import dev.ingot.decoder.AttentionSpec.Bias;
import dev.ingot.hf.ModelConfig;
import java.util.OptionalDouble;

/** Nemotron: layer norms whose factors are stored as distances from 1, and an MLP without a gate. */
final class Nemotron implements Family {

    private static final String EARLY_SHARE = "rope_percent";

    @Override
    public String architecture() {
        return "NemotronForCausalLM";
    }

    @Override
    public DecoderSpec describe(final ModelConfig config) {
        final boolean attentionBias = config.json().bool("attention_bias").orElse(false);
        final boolean mlpBias = config.json().bool("mlp_bias").orElse(false);
        checkRotated(config);
        return DecoderSpec.plain(config, "nemotron").with(NormSpec.layer().aroundOne())
                .with(AttentionSpec.plain().withBias(Bias.all(attentionBias)))
                .with(new MlpSpec(false, mlpBias));
    }

    /** Early files call the rotated share so; transformers reads only today's key, or takes a half. */
    private static void checkRotated(final ModelConfig config) {
        final double share = config.rotary().partialFactor();
        final OptionalDouble early = config.json().number(EARLY_SHARE);
        if (early.isPresent() && early.getAsDouble() != share) {
            throw config.json().wrong(EARLY_SHARE,
                    share + ", which is what partial_rotary_factor or the lack "
                            + "of it says; put the share that the model was trained with there",
                    early.getAsDouble());
        }
    }
}
