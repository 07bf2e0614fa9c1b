package dev.ingot.hf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.IngotException;
import dev.ingot.error.ModelFormatException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What config.json says of sliding windows. */
class LayerWindowsTest extends ConfigFileTests {

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
            "qwen2; \"sliding_window\": 8, \"max_window_layers\": 1, \"use_sliding_window\": false; --",
            "qwen2; \"sliding_window\": 8, \"max_window_layers\": 1, \"use_sliding_window\": true; -8",
            "qwen2; \"sliding_window\": 8, \"use_sliding_window\": true; --",
            "qwen3; \"sliding_window\": 8, \"max_window_layers\": 0, \"use_sliding_window\": true; 88",
            "qwen2; \"sliding_window\": 8, \"use_sliding_window\": true, "
                    + "\"layer_types\": [\"sliding_attention\", \"full_attention\"]; 8-",
            "qwen2; \"sliding_window\": 8, \"layer_types\": [\"sliding_attention\", \"full_attention\"], "
                    + "\"use_sliding_window\": false; --",
            "gemma2; \"sliding_window\": 8; 8-",
            "gemma3_text; \"sliding_window\": 8, \"sliding_window_pattern\": 2; 8-",
            "gemma3_text; \"sliding_window\": 8; 88", "phi3; \"sliding_window\": 8; 88", "phi3; \"a\": 1; --",
            "llama; \"sliding_window\": 8; --", "gpt_oss; \"sliding_window\": 8; 8-",
            "smollm3; \"sliding_window\": 8, \"use_sliding_window\": true, \"no_rope_layers\": [1, 0]; -8"})
    void windowsFollowTheRulesOfTheFamily(final String type, final String keys, final String expected)
            throws IOException {
        final var found = new StringBuilder();
        LayerWindows.of(read(type, ", " + keys)).windows()
                .forEach(window -> found.append(window.isPresent() ? window.getAsInt() : "-"));
        assertThat(found).hasToString(expected);
    }

    @Test
    void windowsThatContradictThemselvesAreRefused() throws IOException {
        assertRefusedWindow(", \"layer_types\": [\"sliding_attention\"], \"sliding_window\": 8",
                "layer_types: expected a list of 2, one per layer, found a list of 1");
        assertRefusedWindow(
                ", \"layer_types\": [\"sliding_attention\", \"full_attention\"], \"sliding_window\": null",
                "sliding_window: expected the size of the window that layer_types asks for, found nothing");
        assertRefusedWindow(
                ", \"layer_types\": [\"linear_attention\", \"full_attention\"], \"sliding_window\": 8",
                "layer_types: expected full_attention or sliding_attention, found \"linear_attention\"");
        assertRefusedWindow(", \"sliding_window\": -8",
                "sliding_window: expected an integer from 1 to 2147483647, found -8");
    }

    @Test
    void aWindowInUseNeedsASize() throws IOException {
        final ModelConfig config = read("qwen3", ", \"use_sliding_window\": true, \"sliding_window\": null, "
                + "\"layer_types\": [\"full_attention\", \"sliding_attention\"]");
        assertThatThrownBy(() -> LayerWindows.of(config)).isInstanceOf(ModelFormatException.class)
                .hasMessage(file
                        + ": sliding_window: expected the size of the window that layer_types asks for, found nothing");
    }

    private void assertRefusedWindow(final String more, final String message) throws IOException {
        final ModelConfig config = read("mistral", more);
        assertThatThrownBy(() -> LayerWindows.of(config)).isInstanceOf(IngotException.class)
                .hasMessage(file + ": " + message);
    }
}
