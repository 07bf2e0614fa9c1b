package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.json.JsonFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokenizers rebuilt from files of llama.cpp cut and join text as the tokenizers those were made of. */
final class GgufTokenizersTest {

    private static final Path FILES = Fixtures.directory("gguf");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"mistral", "phi3", "gemma3", "llama3", "qwen2", "granite", "olmo2", "smollm3"})
    void workAsTheTokenizersTheyWereMadeOf(final String name) throws IOException {
        final var cases = Fixtures.objects(
                Fixtures.golden(Fixtures.directory(name)).object("tokenizer").orElseThrow().raw("cases"));
        withTokenizer(name, tokenizer -> {
            check(tokenizer, cases);
            for (final var it : cases) {
                assertThat(tokenizer.decode(Fixtures.ids(it.get("ids_no_special")), false))
                        .isEqualTo(it.get("decoded"));
            }
        });
    }

    /**
     * Files do not tell that a tokenizer puts a blank in front of the first text alone, or takes one behind a special
     * token away.
     */
    @ParameterizedTest
    @ValueSource(strings = {"llama", "phi4mini_longrope"})
    void workAsLlamaCppWhereTheFileSaysTooLittle(final String name) throws IOException {
        withTokenizer(name, tokenizer -> check(tokenizer,
                Fixtures.objects(JsonFiles.read(FILES.resolve("tokens.json")).raw(name))));
    }

    private void withTokenizer(final String name, final Consumer<Tokenizer> check) throws IOException {
        final Path alone = Files.copy(FILES.resolve(name + ".gguf"), directory.resolve("model.gguf"));
        Fixtures.export(alone, directory.resolve("out"));
        try (var tokenizer = Tokenizer.open(directory.resolve("out"))) {
            check.accept(tokenizer);
        }
    }

    private static void check(final Tokenizer tokenizer, final List<Map<String, @Nullable Object>> cases) {
        assertThat(cases).isNotEmpty();
        for (final var it : cases) {
            final var text = Objects.toString(it.get("text"));
            assertThat(tokenizer.encode(text)).as(text).isEqualTo(Fixtures.ids(it.get("ids")));
            assertThat(tokenizer.encodeRendered(text)).as(text)
                    .isEqualTo(Fixtures.ids(it.get("ids_no_special")));
        }
    }
}
