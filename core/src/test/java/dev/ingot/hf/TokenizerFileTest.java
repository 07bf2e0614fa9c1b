package dev.ingot.hf;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerFileTest {

    @TempDir
    private Path directory;

    @Test
    void takesTheTokenizersOfAllFixtures() throws IOException {
        try (var models = Files.list(Fixtures.MODELS)) {
            for (final Path model : models.filter(m -> Files.exists(m.resolve("tokenizer.json"))).toList()) {
                assertThatCode(() -> TokenizerFile.check(model)).as(model.toString())
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    void saysHowToMakeAMissingFile() throws IOException {
        assertThatThrownBy(() -> TokenizerFile.check(directory)).isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("tokenizer.json").hasMessageContaining("save_pretrained")
                .hasMessageEndingWith("found nothing");
        Files.createFile(directory.resolve("vocab.json"));
        assertThatThrownBy(() -> TokenizerFile.check(directory))
                .hasMessageEndingWith("found vocab.json alone, without merges.txt");
        Files.createFile(directory.resolve("merges.txt"));
        assertThatThrownBy(() -> TokenizerFile.check(directory)).hasMessageContaining("save_pretrained")
                .hasMessageEndingWith("found vocab.json and merges.txt alone");
        Files.createFile(directory.resolve("tokenizer.model"));
        assertThatThrownBy(() -> TokenizerFile.check(directory)).hasMessageContaining("save_pretrained")
                .hasMessageContaining("found tokenizer.model alone").hasMessageContaining("sentencepiece");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{}|model: expected the model of a tokenizer, found nothing",
            "[]|expected a JSON object",
            "{\"model\": {\"type\": \"BPE\", \"vocab\": {}, \"merges\": []}}|model.vocab: expected at least one token",
            "{\"model\": {\"type\": \"Magic\"}}|model.type: expected BPE, Unigram, WordPiece or WordLevel, found Magic",
            "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": -1}}}|expected token ids >= 0, found -1",
            "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0, \"b\": 1}, \"merges\": [\"a b\"]}}|tokens of the vocabulary, found ab",
            "{\"model\": {\"type\": \"BPE\", \"merges\": [[\"a\", \"c\"]], \"vocab\": {\"a\": 0}}}|tokens of the vocabulary, found c",
            "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}, \"merges\": [\"ab\"]}}|expected two tokens, found ab",
            "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}, \"merges\": [[\"a\"]]}}|expected two tokens, found [a]",
            "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0|expected valid JSON"})
    void findsWhatTheTokenizersLibraryCannotLoad(final String json, final String message) throws IOException {
        Files.writeString(directory.resolve("tokenizer.json"), json);
        assertThatThrownBy(() -> TokenizerFile.check(directory)).isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("tokenizer.json").hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"model\": {\"merges\": [\"a b\"], \"vocab\": {\"a\": 0, \"b\": 1, \"ab\": 2}, \"type\": \"BPE\"}}",
            "{\"added_tokens\": 7, \"x\": {\"y\": [1, {}]}, \"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}}}",
            "{\"model\": {\"type\": \"Unigram\", \"vocab\": [[\"a\", -1.5], [\"b\", -2]]}, \"other\": [[], {\"a\": {}}]}"})
    void takesMembersInAnyOrderAndSkipsWhatItDoesNotKnow(final String json) throws IOException {
        Files.writeString(directory.resolve("tokenizer.json"), json);
        assertThatCode(() -> TokenizerFile.check(directory)).doesNotThrowAnyException();
    }
}
