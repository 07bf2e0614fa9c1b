package dev.ingot.hf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the scan finds sound, the thorough check finds sound as well. */
class TokenizerScanTest {

    private static final int ROUNDS = 4000;
    /** Tokens that are written in two ways, one of them in the merges. */
    private static final String ORDINARY = """
            {"version": "1.0", "truncation": null, "added_tokens": [{"id": 3, "content": "<s>", "special": true}],
             "pre_tokenizer": {"type": "Sequence", "all": [{"x": false}, [], {}, [1, 20]]},
             "model": {"type": "BPE", "dropout": null,
              "vocab": {"a": 0, "b": 1, "ab": 2, "\\u0120": 3, "é": 4, "\\\\": 5, "\\"": 6, "\\\\\\"": 7, "\\t": 8,
               "\\ud83d\\ude00": 9, "Ġé": 10, "😀한": 11, "한": 12, "": 13, "é\\u00e9": 999999999},
              "merges": ["a b", ["\\\\", "\\""], "Ġ \\u00e9", ["😀", "한"], "é é"]}}
            """;

    @TempDir
    private Path directory;
    private Path file = Path.of("");

    @BeforeEach
    void nameFile() {
        file = directory.resolve("tokenizer.json");
    }

    @Test
    void takesTheTokenizersOfBytePairs() throws IOException {
        assertThat(TokenizerScan.isSound(Fixtures.EXAMPLES.resolve("hearth-slm").resolve("tokenizer.json")))
                .isTrue();
        assertThat(isSound(ORDINARY)).isTrue();
    }

    @Test
    void nothingThatTheThoroughCheckRefusesPasses() throws IOException {
        final byte[] valid = ORDINARY.getBytes(StandardCharsets.UTF_8);
        final var mutations = new Mutations(11);
        int sound = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Files.write(file, mutations.damage(valid, valid.length));
            if (TokenizerScan.isSound(file)) {
                sound++;
                assertThatCode(() -> TokenizerFile.checkThoroughly(file)).as(Files.readString(file))
                        .doesNotThrowAnyException();
            }
        }
        assertThat(sound).isBetween(1, ROUNDS - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}, \"merges\": [\"a a\"]}}",
            "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}, \"merges\": [\"a\"]}}",
            "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}, \"merges\": [[\"a\"]]}}",
            "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": -1}}}",
            "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 01}}}",
            "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 3000000000}}}",
            "{\"model\": {\"type\": \"BPE\", \"vocab\": {}}}",
            "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}}} more",
            "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"\\ud800\": 0}}}",
            "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"\\u00g0\": 0}}}",
            "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}}",
            "{\"added_tokens\": [{\"id\": \"1\"}], \"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}}}",
            "{\"model\": {\"merges\": [], \"type\": \"BPE\", \"vocab\": {\"a\": 0}}}",
            "{\"model\": {\"type\": \"Unigram\", \"vocab\": [[\"a\", -1.5]]}}", "[]", "{}", ""})
    void leavesWhatIsWrongOrUnusualToTheThoroughCheck(final String json) throws IOException {
        assertThat(isSound(json)).isFalse();
    }

    @Test
    void leavesBytesThatAreNoTextToTheThoroughCheck() throws IOException {
        for (final int[] bytes : new int[][]{{0xC3}, {0xC0, 0x80}, {0xE0, 0x80, 0x80}, {0xED, 0xA0, 0x80},
                {0xF5, 0x80, 0x80, 0x80}, {0xC3, 0x28}, {0x80}, {0x1F}}) {
            final var token = new StringBuilder();
            for (final int each : bytes) {
                token.append((char) each);
            }
            Files.writeString(file, "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"" + token + "\": 0}}}",
                    StandardCharsets.ISO_8859_1);
            assertThat(TokenizerScan.isSound(file)).as(Files.readString(file, StandardCharsets.ISO_8859_1))
                    .isFalse();
        }
    }

    private boolean isSound(final String json) throws IOException {
        Files.writeString(file, json);
        return TokenizerScan.isSound(file);
    }
}
