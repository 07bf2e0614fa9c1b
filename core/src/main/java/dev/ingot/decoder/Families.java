package dev.ingot.decoder;

import dev.ingot.error.UnsupportedModelException;
import dev.ingot.hf.ModelConfig;
import java.util.List;

/** All families that can be exported. */
final class Families {

    private static final List<Family> ALL = List.of(new Llama(), new Mistral(), new Qwen2(), new Qwen3(),
            new SmolLm3(), new Granite(), new Olmo(), new Olmo2(), new Ernie45(), new Nemotron(),
            new InternLm2(), new Gemma(), new Gemma2(), new Gemma3("Gemma3ForCausalLM"),
            new Gemma3("Gemma3ForConditionalGeneration"), new Phi(), new Phi3(), new Qwen3Moe(),
            new GptOss());

    private Families() {}

    static Family of(final ModelConfig config) {
        return ALL.stream().filter(family -> family.architecture().equals(config.architecture())).findFirst()
                .orElseThrow(() -> new UnsupportedModelException(config.json().file() + ": architectures: "
                        + config.architecture() + " is not supported; supported are "
                        + String.join(", ", names())));
    }

    static List<String> names() {
        return ALL.stream().map(Family::architecture).toList();
    }
}
