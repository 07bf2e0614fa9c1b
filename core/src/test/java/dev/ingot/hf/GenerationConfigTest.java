package dev.ingot.hf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What generation_config.json says. */
class GenerationConfigTest extends ConfigFileTests {

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
            "\"temperature\": -1; temperature: expected a finite number >= 0, found -1.0",
            "\"top_p\": 1.5; top_p: expected a number from 0 to 1, found 1.5",
            "\"min_p\": 2; min_p: expected a number from 0 to 1, found 2.0",
            "\"typical_p\": -1; typical_p: expected a number from 0 to 1, found -1.0",
            "\"min_new_tokens\": -1; min_new_tokens: expected an integer >= 0, found -1",
            "\"top_k\": -1; top_k: expected an integer >= 0, found -1",
            "\"repetition_penalty\": 0; repetition_penalty: expected a finite number above 0, found 0.0",
            "\"do_sample\": \"yes\"; do_sample: expected true or false, found \"yes\""})
    void refusesGenerationSettingsOutOfRange(final String text, final String message) throws IOException {
        Files.writeString(file, "{" + text + "}");
        assertThatThrownBy(() -> GenerationConfig.read(file)).isInstanceOf(ModelFormatException.class)
                .hasMessage(file + ": " + message);
    }

    @Test
    void settingsThatNothingHereKnowsAreListedUnlessTheyAreOff() throws IOException {
        Files.writeString(file,
                """
                        {"num_beams": 4, "penalty_alpha": 0.0, "epsilon_cutoff": 0, "bad_words_ids": null, "eta_cutoff": 0.1,
                        "suppress_tokens": [5], "guidance_scale": 1.0, "typical_p": 0.9, "min_length": 3,
                        "stop_strings": ["###"], "watermarking_config": {"bias": 2.0}, "force_words_ids": [[4]]}""");
        final var found = GenerationConfig.read(file);
        assertThat(found.notApplied()).containsExactly("eta_cutoff", "force_words_ids", "num_beams",
                "stop_strings", "suppress_tokens", "watermarking_config");
        assertThat(found.typicalP()).hasValue(0.9);
        assertThat(found.minLength()).hasValue(3);
    }
}
