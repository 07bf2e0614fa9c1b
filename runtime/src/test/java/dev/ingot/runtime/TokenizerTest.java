package dev.ingot.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.json.JsonObject;
import dev.ingot.runtime.text.Detokenizer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenizerTest {

    private static final char REPLACEMENT = '\uFFFD';

    @ParameterizedTest
    @ValueSource(strings = {"qwen2", "qwen2_v5layout", "qwen3", "llama", "llama3", "llama_v5layout",
            "mistral", "phi3", "phi4mini_longrope", "gemma2", "gemma3", "gemma3_v5layout", "granite", "olmo2",
            "smollm3"})
    void encodesAndDecodesAsTheReference(final String fixture) {
        final JsonObject golden = golden(fixture);
        try (var tokenizer = Tokenizer.open(Fixtures.directory(fixture))) {
            for (final var it : Fixtures.objects(golden.raw("cases"))) {
                final var text = Objects.toString(it.get("text"));
                assertThat(tokenizer.encode(text)).as(text).isEqualTo(Fixtures.ids(it.get("ids")));
                final int[] plain = Fixtures.ids(it.get("ids_no_special"));
                assertThat(tokenizer.encodeRendered(text)).as(text).isEqualTo(plain);
                assertThat(tokenizer.decode(plain, false)).isEqualTo(it.get("decoded"));
            }
            for (final var it : Fixtures.objects(golden.raw("decode_cases"))) {
                final int[] ids = Fixtures.ids(it.get("ids"));
                assertThat(tokenizer.decode(ids, false)).isEqualTo(it.get("decoded"));
                assertThat(tokenizer.decode(ids)).isEqualTo(it.get("decoded_skip_special"));
            }
        }
    }

    /** As Java's own encoder of UTF-8 has it. */
    @ParameterizedTest
    @ValueSource(strings = {"turn on \uD83D the lamp", "\uDE00x", "x\uD83D", "\uDE00\uD83D\uD83D\uDE00\uDE00",
            "\uD83D\uDE00"})
    void halvesOfCharactersAreReplaced(final String text) throws CharacterCodingException {
        final byte[] replacement = String.valueOf(REPLACEMENT).getBytes(UTF_8);
        final String whole = UTF_8.decode(UTF_8.newEncoder().onMalformedInput(CodingErrorAction.REPLACE)
                .replaceWith(replacement).encode(CharBuffer.wrap(text))).toString();
        assertThat(whole.codePoints()).noneMatch(it -> Character.getType(it) == Character.SURROGATE);
        for (final String fixture : List.of("qwen2", "llama")) {
            try (var tokenizer = Tokenizer.open(Fixtures.directory(fixture))) {
                assertThat(tokenizer.encode(text)).isEqualTo(tokenizer.encode(whole));
                assertThat(tokenizer.encodeRendered(text)).isEqualTo(tokenizer.encodeRendered(whole));
                assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(whole);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen2", "llama", "gemma3"})
    void theLeastTokensOfALongTextAreNeverMoreThanItHas(final String fixture) {
        try (var tokenizer = Tokenizer.open(Fixtures.directory(fixture))) {
            for (final var it : Fixtures.objects(golden(fixture).raw("cases"))) {
                final var text = Objects.toString(it.get("text"));
                final String many = text.repeat(20_000 / Math.max(1, text.length()));
                assertThat(tokenizer.leastTokens(many)).as(text)
                        .isLessThanOrEqualTo(tokenizer.encode(many).length);
            }
            assertThat(tokenizer.leastTokens("a".repeat(8 << 20))).isGreaterThan(5000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen2", "qwen3", "llama", "mistral", "phi3", "gemma3", "granite", "olmo2"})
    void piecesOfAStreamMakeUpTheWholeText(final String fixture) {
        final JsonObject golden = golden(fixture);
        try (var tokenizer = Tokenizer.open(Fixtures.directory(fixture))) {
            for (final var it : Fixtures.objects(golden.raw("cases"))) {
                checkStream(tokenizer, Fixtures.ids(it.get("ids")));
            }
            for (final var it : Fixtures.objects(golden.raw("decode_cases"))) {
                if (isWhole(it)) {
                    checkStream(tokenizer, Fixtures.ids(it.get("ids")));
                }
            }
        }
    }

    /** Decoders with byte fallback give up a whole run of bytes for one that is wrong; a stream cannot do that. */
    private static boolean isWhole(final Map<String, @Nullable Object> decodeCase) {
        return Objects.toString(decodeCase.get("decoded_skip_special")).indexOf(REPLACEMENT) < 0;
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen2", "qwen3", "granite", "olmo2"})
    void brokenBytesBecomeReplacementsInStreamsToo(final String fixture) {
        final JsonObject golden = golden(fixture);
        try (var tokenizer = Tokenizer.open(Fixtures.directory(fixture))) {
            for (final var it : Fixtures.objects(golden.raw("decode_cases"))) {
                checkStream(tokenizer, Fixtures.ids(it.get("ids")));
            }
        }
    }

    private static void checkStream(final Tokenizer tokenizer, final int[] ids) {
        final var detokenizer = new Detokenizer(tokenizer::decode);
        final var text = new StringBuilder();
        for (final int id : ids) {
            text.append(detokenizer.next(id));
        }
        text.append(detokenizer.flush());
        assertThat(text).hasToString(tokenizer.decode(ids));
    }

    private static JsonObject golden(final String fixture) {
        return Fixtures.golden(Fixtures.directory(fixture)).object("tokenizer").orElseThrow();
    }

    @Test
    void longTextsAreNotTruncated() {
        try (var tokenizer = Tokenizer.open(Fixtures.directory("qwen2"))) {
            final String text = "sandy soil ".repeat(2000);
            assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
        }
    }

    @Test
    void negativeIdsAreRefused() {
        try (var tokenizer = Tokenizer.open(Fixtures.directory("qwen2"))) {
            assertThatThrownBy(() -> tokenizer.decode(1, -2)).isInstanceOf(InvalidOptionException.class)
                    .hasMessageContaining("-2");
        }
    }

    @Test
    void aMissingFileIsNamed(@TempDir final Path directory) {
        assertThatThrownBy(() -> Tokenizer.open(directory)).isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(directory.resolve("tokenizer.json").toString());
    }

    @Test
    void aBrokenFileIsNamed(@TempDir final Path directory) throws Exception {
        Files.writeString(directory.resolve("tokenizer.json"), "{\"model\": 1}");
        assertThatThrownBy(() -> Tokenizer.open(directory)).isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("tokenizer.json");
    }

    @Test
    void closedMeansClosed() {
        final var tokenizer = Tokenizer.open(Fixtures.directory("qwen2"));
        tokenizer.close();
        tokenizer.close();
        assertThatThrownBy(() -> tokenizer.encode("a")).isInstanceOf(IllegalStateException.class);
    }
}
