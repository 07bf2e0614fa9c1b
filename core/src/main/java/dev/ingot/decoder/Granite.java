package dev.ingot.decoder;

import dev.ingot.decoder.AttentionSpec.Bias;
import dev.ingot.hf.ModelConfig;
import dev.ingot.json.JsonObject;

/** Granite, dense: Llama with a factor on embeddings, attention scores, branches and logits. */
final class Granite implements Family {

    @Override
    public String architecture() {
        return "GraniteForCausalLM";
    }

    @Override
    public DecoderSpec describe(final ModelConfig config) {
        final JsonObject json = config.json();
        return DecoderSpec.plain(config, "granite")
                .with(BlockSpec.normsBefore().withBranchScale(factor(json, "residual_multiplier")))
                .with(AttentionSpec.plain().withBias(Bias.all(json.bool("attention_bias").orElse(false)))
                        .withScale(factor(json, "attention_multiplier")))
                .with(new MlpSpec(true, json.bool("mlp_bias").orElse(false)))
                .with(VocabularySpec.plain()
                        .withEmbeddingScale(factor(json, "embedding_multiplier"))
                        .withLogitScale(1 / factor(json, "logits_scaling")));
    }

    private static double factor(final JsonObject json, final String key) {
        final double factor = json.number(key).orElse(1);
        if (!(factor > 0) || Double.isInfinite(factor)) {
            throw json.wrong(key, "a finite number above 0", factor);
        }
        return factor;
    }
}
