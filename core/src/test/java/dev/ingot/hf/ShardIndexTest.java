package dev.ingot.hf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardIndexTest {

    private static final String HEAD = "\"lm_head.weight\": \"model-00003-of-00003.safetensors\"";

    @TempDir
    private Path temporary;
    private Path directory;
    private Path index;

    @BeforeEach
    void copyShards() throws IOException {
        directory = Fixtures.copy("qwen3", temporary.resolve("qwen3"));
        index = directory.resolve(ShardIndex.NAME);
    }

    @Test
    void refusesATensorThatItsShardLacks() {
        Fixtures.replace(index, HEAD, HEAD + ", \"extra\": \"model-00002-of-00003.safetensors\"");
        assertRefused(directory.resolve("model-00002-of-00003.safetensors")
                + ": extra: expected the tensor, as the index says, found nothing");
    }

    @Test
    void refusesATensorThatTheIndexLacks() {
        Fixtures.replace(index, HEAD + ",", "");
        assertRefused(index
                + ": weight_map.lm_head.weight: expected model-00003-of-00003.safetensors, whose header has "
                + "the tensor, found nothing");
    }

    @Test
    void refusesATensorListedForAnotherShard() {
        Fixtures.replace(index, HEAD, "\"lm_head.weight\": \"model-00001-of-00003.safetensors\"");
        assertRefused(index
                + ": weight_map.lm_head.weight: expected model-00003-of-00003.safetensors, whose header has "
                + "the tensor, found model-00001-of-00003.safetensors");
    }

    @Test
    void refusesAMissingShard() throws IOException {
        Files.delete(directory.resolve("model-00002-of-00003.safetensors"));
        assertRefused(index
                + ": weight_map: expected the file model-00002-of-00003.safetensors beside the index, found "
                + "nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x.safetensors", "/etc/x.safetensors", "a/x.safetensors",
            "..\\\\x.safetensors",
            "C:x.safetensors", "x.bin", "..", ""})
    void refusesNamesOutsideTheDirectory(final String name) {
        Fixtures.replace(index, HEAD, "\"lm_head.weight\": \"" + name + "\"");
        assertRefused(
                index + ": weight_map.lm_head.weight: expected the name of a .safetensors file in the same "
                        + "directory, found \"" + name.replace("\\\\", "\\") + "\"");
    }

    @Test
    void refusesAnIndexWithoutMap() throws IOException {
        Files.writeString(index, "{\"metadata\": {}}");
        assertRefused(
                index + ": weight_map: expected an object of tensor names and file names, found nothing");
        Files.writeString(index, "{\"weight_map\": {}}");
        assertRefused(index + ": weight_map: expected at least one tensor, found nothing");
        Files.writeString(index, "{\"weight_map\": {\"a\": 3}}");
        assertRefused(index + ": weight_map.a: expected a string, found 3");
    }

    @Test
    void prefersTheSingleFileAsTransformersDoes() throws IOException {
        Files.copy(Fixtures.model("qwen2").resolve("model.safetensors"),
                directory.resolve("model.safetensors"));
        try (var model = HfModel.open(directory)) {
            assertThat(model.weights().names()).hasSize(38);
        }
    }

    private void assertRefused(final String message) {
        assertThatThrownBy(() -> HfModel.open(directory)).isInstanceOf(ModelFormatException.class)
                .hasMessage(message);
    }
}
