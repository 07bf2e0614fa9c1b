package dev.ingot.hf;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What generation_config.json says. */
class GenerationConfigTest extends ConfigFileTests {

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
            "\"temperature\": -1; temperature: expected a finite number >= 0, found -1.0",
            "\"top_p\": 1.5; top_p: expected a number from 0 to 1, found 1.5",
            "\"top_k\": -1; top_k: expected an integer >= 0, found -1",
            "\"repetition_penalty\": 0; repetition_penalty: expected a finite number above 0, found 0.0",
            "\"do_sample\": \"yes\"; do_sample: expected true or false, found \"yes\""})
    void refusesGenerationSettingsOutOfRange(final String text, final String message) throws IOException {
        Files.writeString(file, "{" + text + "}");
        assertThatThrownBy(() -> GenerationConfig.read(file)).isInstanceOf(ModelFormatException.class)
                .hasMessage(file + ": " + message);
    }
}
