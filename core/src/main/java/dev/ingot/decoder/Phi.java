package dev.ingot.decoder;

import dev.ingot.error.UnsupportedModelException;
import dev.ingot.hf.ModelConfig;
import java.util.List;
import java.util.Map;

/** Phi 1.5 and 2: attention and MLP side by side behind one norm, an MLP without a gate, biases everywhere. */
final class Phi implements Family {

    private static final String HEAD_NORM = "qk_layernorm";

    /** Names in the common layout that Phi has others for. */
    private static final Map<String, String> NAMES = Map.of(".self_attn.o_proj.", ".self_attn.dense.",
            ".mlp.up_proj.", ".mlp.fc1.", ".mlp.down_proj.", ".mlp.fc2.", "model.norm.",
            "model.final_layernorm.");

    @Override
    public String architecture() {
        return "PhiForCausalLM";
    }

    @Override
    public DecoderSpec describe(final ModelConfig config) {
        if (config.json().bool(HEAD_NORM).orElse(false)) {
            throw new UnsupportedModelException(
                    config.json().file() + ": " + HEAD_NORM + ": expected false, found true");
        }
        return DecoderSpec.plain(config, "phi").with(NormSpec.layer())
                .with(BlockSpec.parallelBranches())
                .with(AttentionSpec.plain().withBias(AttentionSpec.Bias.ALL)).with(new MlpSpec(false, true))
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
