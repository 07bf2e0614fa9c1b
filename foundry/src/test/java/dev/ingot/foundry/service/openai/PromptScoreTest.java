package dev.ingot.foundry.service.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.CancelledException;
import dev.ingot.foundry.service.openai.answer.LogprobText;
import dev.ingot.foundry.service.openai.answer.TextLogprobs;
import dev.ingot.runtime.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class PromptScoreTest {

    private static Tokenizer tokenizer;

    private final AtomicInteger computed = new AtomicInteger();

    @BeforeAll
    static void open() {
        tokenizer = Tokenizer.open(Path.of(System.getProperty("ingot.fixtures"), "qwen3"));
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    private TextLogprobs compute() {
        computed.incrementAndGet();
        final var found = new TextLogprobs(new LogprobText(tokenizer));
        found.addFirst(5);
        return found;
    }

    @Test
    void aPromptIsScoredOnceHoweverManyContinueIt() throws Exception {
        final var score = new PromptScore(this::compute);
        try (var threads = Executors.newFixedThreadPool(4)) {
            final List<Callable<Integer>> asking = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                asking.add(() -> {
                    final var copy = score.copy();
                    copy.addFirst(6); // Nobody else sees it.
                    return Objects.requireNonNull((List<?>) copy.json().get("tokens")).size();
                });
            }
            for (final var size : threads.invokeAll(asking)) {
                assertThat(size.get()).isEqualTo(2);
            }
        }
        assertThat(computed).hasValue(1);
    }

    @Test
    void itsFailureIsThatOfAll() {
        final var score = new PromptScore(() -> {
            computed.incrementAndGet();
            throw new CancelledException("over");
        });
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(score::copy).isInstanceOf(CancelledException.class).hasMessage("over");
        }
        assertThat(computed).hasValue(1);
    }
}
