package dev.ingot.runtime.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.UnsupportedModelException;
import dev.ingot.json.JsonFiles;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes of tokens, against the texts that the reference tokenizers recorded. */
final class TokenBytesTest {

    private static Path directory(final String fixture) {
        return Path.of(System.getProperty("ingot.fixtures")).resolve(fixture);
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen2", "qwen3", "llama", "llama_v5layout", "llama3", "mistral", "phi3",
            "phi4mini_longrope", "gemma2", "gemma3", "granite", "olmo2", "smollm3"})
    void bytesOfTokensMakeUpTheText(final String fixture) {
        final var tokens = TokenBytes.read(directory(fixture).resolve("tokenizer.json"));
        final byte[][] bytes = tokens.all();
        final var cases = (List<?>) Objects
                .requireNonNull(JsonFiles.read(directory(fixture).resolve("golden.json"))
                        .object("tokenizer").orElseThrow().raw("cases"));
        int compared = 0;
        for (final Object each : cases) {
            final var it = (Map<?, ?>) each;
            final var ids = (List<?>) Objects.requireNonNull(it.get("ids_no_special"));
            if (ids.stream().allMatch(id -> bytes[(Integer) id].length > 0)) { // Special tokens have none.
                final var all = new ByteArrayOutputStream();
                ids.forEach(id -> all.writeBytes(bytes[(Integer) id]));
                final String text = all.toString(StandardCharsets.UTF_8);
                final boolean blank = tokens.dropsFirstBlank() && text.startsWith(" ");
                assertThat(blank ? text.substring(1) : text).isEqualTo(it.get("decoded"));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(cases.size() / 2);
    }

    @Test
    void specialTokensHaveNone() {
        final byte[][] qwen = TokenBytes.read(directory("qwen2").resolve("tokenizer.json")).all();
        assertThat(List.of(qwen))
                .anySatisfy(it -> assertThat(new String(it, StandardCharsets.UTF_8)).isEqualTo("<tool_call>"))
                .noneSatisfy(it -> assertThat(new String(it, StandardCharsets.UTF_8)).contains("<|im_end|>"));
        final byte[][] llama = TokenBytes.read(directory("llama").resolve("tokenizer.json")).all();
        assertThat(llama[0]).isEmpty();
        assertThat(List.of(llama)).anySatisfy(it -> assertThat(it).containsExactly(0xC3));
    }

    @Test
    void unigramVocabulariesAreListsAndOtherDecodersAreRefused(@TempDir final Path directory)
            throws Exception {
        final Path file = directory.resolve("tokenizer.json");
        Files.writeString(file,
                """
                        {"decoder": {"type": "Metaspace", "prepend_scheme": "always"},
                         "model": {"type": "Unigram", "unk_id": 0, "vocab": [["<unk>", 0], ["\\u2581a", -1.5], ["b", -2]]},
                         "added_tokens": [{"id": 0, "content": "<unk>", "special": true}]}
                        """);
        final var tokens = TokenBytes.read(file);
        assertThat(tokens.dropsFirstBlank()).isTrue();
        assertThat(tokens.all()).isDeepEqualTo(new byte[][]{{}, {' ', 'a'}, {'b'}});
        Files.writeString(file, "{\"decoder\":{\"type\":\"WordPiece\"},\"model\":{\"vocab\":{\"a\":0}}}");
        assertThatThrownBy(() -> TokenBytes.read(file)).isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("tokenizer.json");
    }
}
