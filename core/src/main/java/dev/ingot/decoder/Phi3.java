package dev.ingot.decoder;

import dev.ingot.decoder.CheckpointLayout.Part;
import dev.ingot.hf.ModelConfig;
import java.util.List;

/** Phi 3, 3.5, 4 and 4-mini: query, key and value in one tensor, gate and up in another. */
final class Phi3 implements Family {

    private static final String QKV = "qkv_proj";
    private static final String GATE_UP = "gate_up_proj";

    @Override
    public String architecture() {
        return "Phi3ForCausalLM";
    }

    @Override
    public DecoderSpec describe(final ModelConfig config) {
        return DecoderSpec.plain(config, "phi3");
    }

    @Override
    public CheckpointLayout layout(final ModelConfig config) {
        final int queries = config.heads() * config.headSize();
        final int keys = config.kvHeads() * config.headSize();
        final int all = queries + 2 * keys;
        final int inner = config.intermediateSize();
        return name -> List.of(switch (module(name)) {
            case "q_proj" -> new Part(name.replace("q_proj", QKV), 0, queries, all);
            case "k_proj" -> new Part(name.replace("k_proj", QKV), queries, keys, all);
            case "v_proj" -> new Part(name.replace("v_proj", QKV), queries + keys, keys, all);
            case "gate_proj" -> new Part(name.replace("gate_proj", GATE_UP), 0, inner, 2 * inner);
            case "up_proj" -> new Part(name.replace("up_proj", GATE_UP), inner, inner, 2 * inner);
            default -> Part.whole(name);
        });
    }

    /** The word before {@code .weight}. */
    private static String module(final String name) {
        final int end = name.lastIndexOf('.');
        return name.substring(name.lastIndexOf('.', end - 1) + 1, end);
    }
}
