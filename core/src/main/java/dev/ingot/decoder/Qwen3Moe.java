package dev.ingot.decoder;

import dev.ingot.decoder.AttentionSpec.Bias;
import dev.ingot.decoder.AttentionSpec.HeadNorm;
import dev.ingot.hf.ModelConfig;
import dev.ingot.hf.Weights;
import dev.ingot.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Qwen 3 with experts in some or all layers. */
final class Qwen3Moe implements Family {

    @Override
    public String architecture() {
        return "Qwen3MoeForCausalLM";
    }

    @Override
    public DecoderSpec describe(final ModelConfig config) {
        final boolean bias = config.json().bool("attention_bias").orElse(false);
        return DecoderSpec.plain(config, "decoder") // readers have no type of their own for it
                .with(AttentionSpec.plain().withBias(Bias.all(bias)).withHeadNorm(HeadNorm.PER_HEAD))
                .with(experts(config.json()));
    }

    private static ExpertsSpec experts(final JsonObject json) {
        final int count = ExpertSizes.size(json, "num_experts", 128);
        return new ExpertsSpec(sparse(json), count, ExpertSizes.chosen(json, "num_experts_per_tok", 8, count),
                ExpertSizes.size(json, "moe_intermediate_size", 768),
                json.bool("norm_topk_prob").orElse(false), false, Optional.empty());
    }

    private static IntPredicate sparse(final JsonObject json) {
        final int step = ExpertSizes.size(json, "decoder_sparse_step", 1);
        final List<Integer> dense = json.integers("mlp_only_layers");
        return layer -> !dense.contains(layer) && (layer + 1) % step == 0;
    }

    /** Published files have a tensor per expert and projection; others have all experts' in one. */
    @Override
    public Weights view(final ModelConfig config, final Weights checkpoint) {
        final boolean together = checkpoint.names().stream()
                .anyMatch(name -> name.endsWith(".mlp.experts.gate_up_proj"));
        return together
                ? new MappedWeights(checkpoint, new FusedExpertsLayout(describe(config)))
                : checkpoint;
    }
}
