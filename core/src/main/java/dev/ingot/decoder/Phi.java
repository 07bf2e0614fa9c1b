package dev.ingot.decoder;

import dev.ingot.decoder.AttentionSpec.HeadNorm;
import dev.ingot.hf.ModelConfig;
import java.util.List;
import java.util.Map;

/** Phi 1.5 and 2: attention and MLP side by side behind one norm, an MLP without a gate, biases everywhere. */
final class Phi implements Family {

    /** Names in the common layout that Phi has others for. */
    private static final Map<String, String> NAMES = Map.of(".self_attn.o_proj.", ".self_attn.dense.",
            ".self_attn.q_norm.", ".self_attn.q_layernorm.", ".self_attn.k_norm.", ".self_attn.k_layernorm.",
            ".mlp.up_proj.", ".mlp.fc1.", ".mlp.down_proj.", ".mlp.fc2.", "model.norm.",
            "model.final_layernorm.");

    @Override
    public String architecture() {
        return "PhiForCausalLM";
    }

    @Override
    public DecoderSpec describe(final ModelConfig config) {
        final boolean normed = config.json().bool("qk_layernorm").orElse(false);
        return DecoderSpec.plain(config, "phi").with(NormSpec.layer())
                .with(BlockSpec.parallelBranches())
                .with(AttentionSpec.plain().withBias(AttentionSpec.Bias.ALL)
                        .withHeadNorm(normed ? HeadNorm.PER_HEAD : HeadNorm.NONE))
                .with(new MlpSpec(false, true))
                .with(VocabularySpec.plain().withHeadBias());
    }

    @Override
    public CheckpointLayout layout(final ModelConfig config) {
        return name -> List.of(CheckpointLayout.Part.whole(renamed(name)));
    }

    private static String renamed(final String name) {
        return NAMES.entrySet().stream().filter(entry -> name.contains(entry.getKey()))
                .map(entry -> name.replace(entry.getKey(), entry.getValue())).findFirst().orElse(name);
    }
}
