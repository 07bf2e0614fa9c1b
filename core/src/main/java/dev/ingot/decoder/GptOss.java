package dev.ingot.decoder;

import dev.ingot.decoder.AttentionSpec.Bias;
import dev.ingot.hf.ModelConfig;
import dev.ingot.hf.Weights;
import dev.ingot.json.JsonObject;
import java.util.Optional;

/** OpenAI's gpt-oss: attention sinks, windows on every other layer, experts with biases and a clamped gate. */
final class GptOss implements Family {

    private static final double STEEPNESS = 1.702; // a constant of the architecture
    private static final double LIMIT = 7;

    @Override
    public String architecture() {
        return "GptOssForCausalLM";
    }

    @Override
    public DecoderSpec describe(final ModelConfig config) {
        final boolean bias = config.json().bool("attention_bias").orElse(true);
        return DecoderSpec.plain(config, "gptoss")
                .with(AttentionSpec.plain().withBias(Bias.all(bias)).withSinks())
                .with(experts(config));
    }

    private static ExpertsSpec experts(final ModelConfig config) {
        final JsonObject json = config.json();
        final int count = ExpertSizes.size(json, "num_local_experts", 128);
        final String chosen = json.has("num_experts_per_tok") ? "num_experts_per_tok" : "experts_per_token";
        final double limit = json.number("swiglu_limit").orElse(LIMIT);
        return new ExpertsSpec(layer -> true, count, ExpertSizes.chosen(json, chosen, 4, count),
                config.intermediateSize(), true, true,
                Optional.of(new ExpertsSpec.Clamp(STEEPNESS, limit)));
    }

    @Override
    public Weights view(final ModelConfig config, final Weights checkpoint) {
        return new GptOssWeights(checkpoint, describe(config).experts().count());
    }
}
