package dev.ingot.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.adapter.AdapterInputs.Part;
import dev.ingot.adapter.AdapterInputs.Product;
import dev.ingot.error.ModelFormatException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdapterInputsTest {

    private static final Path FILE = Path.of("model.onnx");

    @Test
    void readsWhatItWrites() {
        final var inputs = new AdapterInputs(List.of(
                new Product("model.layers.0.attn.qkv_proj", 8, 16,
                        List.of(new Part("model.layers.0.self_attn.q_proj", 0, 8, 8),
                                new Part("model.layers.0.self_attn.kv_proj", 4, 8, 12))),
                new Product("lm_head", 8, 100, List.of(new Part("lm_head", 0, 100, 100)))));
        assertThat(AdapterInputs.parse(FILE, inputs.text())).isEqualTo(inputs);
        assertThat(AdapterInputs.parse(FILE, "")).isEqualTo(AdapterInputs.NONE);
        assertThat(inputs.modules()).containsExactly("model.layers.0.self_attn.q_proj",
                "model.layers.0.self_attn.kv_proj", "lm_head");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "x 1 2", "x 1 2 m", "x 1 2 m:0:1:2", "x 1 2 m:1:2:2", "x 1 2 m:0:2:2:2",
            "x 0 2 m:0:2:2",
            "x 1 2 m:-1:2:2", "x 1 2 m:2147483647:2:2", "x a 2 m:0:2:2", "x 1 2 m:0:2:2 "})
    void refusesOtherText(final String text) {
        assertThatThrownBy(() -> AdapterInputs.parse(FILE, text)).isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("model.onnx: ingot.adapter_inputs: expected lines")
                .hasMessageEndingWith('"' + text + '"');
    }

    @Test
    void textPartsOfMultimodalModelsHaveOneSpelling() {
        assertThat(List.of("model.language_model.layers.0.mlp.up_proj",
                "language_model.model.layers.0.mlp.up_proj",
                "model.layers.0.mlp.up_proj")).extracting(AdapterInputs::canonical)
                .containsOnly("model.layers.0.mlp.up_proj");
    }
}
