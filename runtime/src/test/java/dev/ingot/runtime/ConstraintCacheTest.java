package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.chat.Message;
import dev.ingot.constrain.Constraint;
import dev.ingot.constrain.ConstraintCache;
import dev.ingot.error.CancelledException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was compiled to see that a constraint is valid is what an answer is made with. */
final class ConstraintCacheTest {

    private static final GenerationOptions SHORT = GenerationOptions.DEFAULT.maxNewTokens(30);
    private static final int[] PROMPT = {76, 257, 300};

    @TempDir
    static Path directory;
    private static Generator generator;

    private final ConstraintCache cache = new ConstraintCache(1 << 24, 1);

    @BeforeAll
    static void open() {
        generator = Generator.open(Fixtures.export(Fixtures.directory("qwen3"), directory.resolve("model")));
    }

    @AfterAll
    static void close() {
        generator.close();
    }

    @Test
    void aConstraintIsCompiledOnce() {
        final Generation found = cache.use(() -> false,
                () -> generator.generate(PROMPT, SHORT.constraint(Constraint.regex("[a-d]{3,5}"))));
        assertThat(found.text()).matches("[a-d]{3,5}");
        assertThat(cache.compiled()).isEqualTo(1);
        assertThat(cache.<Constraint, RuntimeException>use(() -> true, () -> Constraint.regex("[a-d]{3,5}")))
                .isEqualTo(Constraint.regex("[a-d]{3,5}"));
        assertThat(cache.compiled()).isEqualTo(1);
    }

    @Test
    void whatIsNotWantedAnyMoreIsNotCompiled() {
        assertThatThrownBy(() -> cache.use(() -> true, () -> Constraint.regex("[e-h]+")))
                .isInstanceOf(CancelledException.class);
        assertThat(cache.compiled()).isZero();
    }

    @Test
    void anAnswerThatIsCancelledOrLateBeforeItBeginsIsNotCompiledFor() {
        final var cancellation = new Cancellation();
        cancellation.cancel();
        final var demanded = generator.chat(SHORT).toolChoice(ToolChoice.required())
                .tools(List.of(Map.of("name", "go", "parameters", Map.of("type", "object"))))
                .add(Message.user("Go!"));
        cache.use(() -> false, () -> {
            final Generation cancelled = demanded.options(SHORT.cancellation(cancellation)).answer();
            assertThat(cancelled.finishReason()).isEqualTo(FinishReason.CANCELLED);
            assertThat(cancelled.tokens()).isEmpty();
            final Generation late = demanded.options(SHORT.deadline(Duration.ofNanos(1))).answer();
            assertThat(late.finishReason()).isEqualTo(FinishReason.DEADLINE);
            assertThat(late.tokens()).isEmpty();
            assertThat(cache.compiled()).isZero();
            assertThat(demanded.options(SHORT).answer().text()).startsWith("<");
            assertThat(cache.compiled()).isEqualTo(1);
            return true;
        });
    }
}
