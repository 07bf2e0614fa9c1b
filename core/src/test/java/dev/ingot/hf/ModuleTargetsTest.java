package dev.ingot.hf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.ModelFormatException;
import dev.ingot.json.JsonFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules that PEFT's check_target_module_exists states. */
class ModuleTargetsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{}                                                      | model.layers.0.mlp.up_proj | true",
            "{'target_modules': ['up_proj']}                         | model.layers.0.mlp.up_proj | true",
            "{'target_modules': ['up_proj']}                         | model.layers.0.mlp.cup_proj | false",
            "{'target_modules': ['mlp.up_proj']}                     | model.layers.0.mlp.up_proj | true",
            "{'target_modules': []}                                  | model.layers.0.mlp.up_proj | false",
            "{'target_modules': '.*layers\\\\.[01]\\\\..*up_proj'}   | model.layers.1.mlp.up_proj | true",
            "{'target_modules': '.*layers\\\\.[01]\\\\..*up_proj'}   | model.layers.2.mlp.up_proj | false",
            "{'target_modules': '.*(?P<n>up)_proj'}                  | model.layers.2.mlp.up_proj | true",
            "{'target_modules': 'up_proj'}                           | model.layers.0.mlp.up_proj | false",
            "{'target_modules': 'all-linear'}                        | model.layers.0.mlp.up_proj | true",
            "{'target_modules': 'All-Linear'}                        | lm_head                    | false",
            "{'target_modules': 'all-linear'}                        | model.embed_tokens         | false",
            "{'target_modules': ['up_proj'], 'exclude_modules': ['layers.0.mlp.up_proj']} "
                    + "| model.layers.0.mlp.up_proj | false",
            "{'target_modules': ['up_proj'], 'exclude_modules': '.*\\\\.0\\\\..*'} "
                    + "| model.layers.0.mlp.up_proj | false",
            "{'target_modules': ['up_proj'], 'exclude_modules': '.*\\\\.0\\\\..*'} "
                    + "| model.layers.1.mlp.up_proj | true",
            "{'target_modules': ['up_proj'], 'layers_to_transform': [1, 3]} | model.layers.1.mlp.up_proj | true",
            "{'target_modules': ['up_proj'], 'layers_to_transform': [1, 3]} | model.layers.13.mlp.up_proj | false",
            "{'target_modules': ['up_proj'], 'layers_to_transform': 2}      | model.layers.2.mlp.up_proj | true",
            "{'target_modules': ['up_proj'], 'layers_to_transform': 0}      | model.layers.0.mlp.up_proj | true",
            "{'target_modules': ['up_proj'], 'layers_to_transform': [1]}    | model.up_proj              | false",
            "{'target_modules': ['model.up_proj'], 'layers_to_transform': [1]} | model.up_proj           | true",
            "{'target_modules': ['up_proj'], 'layers_to_transform': [2]} "
                    + "| model.layers.1.mlp.experts.2.up_proj | false",
            "{'target_modules': ['up_proj'], 'layers_to_transform': [2], 'layers_pattern': 'experts'} "
                    + "| model.layers.1.mlp.experts.2.up_proj | true",
            "{'target_modules': ['up_proj'], 'layers_to_transform': [2], 'layers_pattern': ['h', 'layers']} "
                    + "| model.layers.2.mlp.up_proj | true"})
    void followPeftsRules(final String config, final String module, final boolean expected) {
        assertThat(targets(config).matches(module)).isEqualTo(expected);
    }

    @Test
    void savedModulesAreReplacedAndNotAdapted() {
        final var targets = ModuleTargets.read(json("{'target_modules': ['up_proj', 'lm_head']}"),
                List.of("lm_head", "layers.1"));
        assertThat(targets.matches("lm_head")).isFalse();
        assertThat(targets.matches("model.layers.1.mlp.up_proj")).isFalse();
        assertThat(targets.matches("model.layers.10.mlp.up_proj")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{'target_modules': '('}   | target_modules: expected a regular expression, found Unclosed group",
            "{'target_modules': [1]}   | target_modules: expected a list of strings, found 1",
            "{'target_modules': {}}    | target_modules: expected a list of strings, found an object",
            "{'exclude_modules': '['}  | exclude_modules: expected a regular expression, found Unclosed character class"})
    void refuseWhatIsNoTarget(final String config, final String message) {
        assertThatThrownBy(() -> targets(config)).isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(message);
    }

    private static ModuleTargets targets(final String config) {
        return ModuleTargets.read(json(config), List.of());
    }

    private static dev.ingot.json.JsonObject json(final String text) {
        return JsonFiles.parse(Path.of("adapter_config.json"),
                text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
