package dev.ingot.decoder;

import dev.ingot.decoder.AttentionSpec.Bias;
import dev.ingot.hf.LayerRotary;
import dev.ingot.hf.ModelConfig;
import java.util.Set;

/** SmolLM 3: some layers know no positions. */
final class SmolLm3 implements Family {

    @Override
    public String architecture() {
        return "SmolLM3ForCausalLM";
    }

    @Override
    public DecoderSpec describe(final ModelConfig config) {
        final boolean attentionBias = config.json().bool("attention_bias").orElse(false);
        final boolean mlpBias = config.json().bool("mlp_bias").orElse(false);
        final Set<Integer> unrotated = LayerRotary.unrotatedLayers(config);
        return DecoderSpec.plain(config, "smollm3")
                .with(AttentionSpec.plain().withBias(Bias.all(attentionBias))
                        .withRotationOn(layer -> !unrotated.contains(layer)))
                .with(new MlpSpec(true, mlpBias));
    }
}
