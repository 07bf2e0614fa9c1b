package dev.ingot.hf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.IngotException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A configuration file that a test writes. */
abstract class ConfigFileTests {

    /** The least that every published file has. */
    static final String BARE = """
            {"architectures": ["X"], "model_type": "%s", "hidden_size": 4096, "num_hidden_layers": 2,
             "num_attention_heads": 32, "intermediate_size": 100, "vocab_size": 10, "max_position_embeddings": 4096%s}
            """;

    Path file = Path.of("");

    @TempDir
    private Path temporary;

    @BeforeEach
    void nameFile() {
        file = temporary.resolve("config.json");
    }

    final ModelConfig read(final String type, final String more) throws IOException {
        Files.writeString(file, String.format(BARE, type, more));
        return ModelConfigReader.read(file);
    }

    final void assertRefused(final String type, final String more,
            final Class<? extends IngotException> kind,
            final String message) throws IOException {
        assertThatThrownBy(() -> read(type, more)).isInstanceOf(kind).hasMessage(file + ": " + message);
        assertThat(Files.exists(file)).isTrue();
    }
}
