package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.ModelFormatException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokenizerOpeningTest {

    private static final Path MODEL = Path.of(System.getProperty("ingot.fixtures"), "qwen2");

    @Test
    void theTokenizerIsTheOneOfTheDirectory() {
        try (var tokenizer = TokenizerOpening.start(MODEL).finish(); var expected = Tokenizer.open(MODEL)) {
            assertThat(tokenizer.encode("hello there")).isEqualTo(expected.encode("hello there"));
        }
    }

    @Test
    void whatOpeningThrewIsThrownToWhoWaits(@TempDir final Path empty) {
        final var opening = TokenizerOpening.start(empty);
        assertThatThrownBy(opening::finish).isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("tokenizer.json");
    }

    @Test
    void anInterruptionLastsUntilAfterTheWaiting() {
        Thread.currentThread().interrupt();
        TokenizerOpening.start(MODEL).finish().close();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void givingUpForgetsTokenizersAndFailuresAlike(@TempDir final Path empty) {
        TokenizerOpening.start(empty).abandon();
        TokenizerOpening.start(MODEL).abandon();
        assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
                .doesNotContain("ingot-tokenizer");
    }
}
