package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ingot.chat.Message;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conversations whose answers are searched for, on the small Qwen 3. */
final class ConversationSearchTest {

    private static final GenerationOptions REQUEST = GenerationOptions.DEFAULT.sampling(Sampling.greedy());

    /** Of all generations. */
    private static final List<GenerationReport> REPORTS = new ArrayList<>();

    @TempDir
    static Path directory;
    private static Generator generator;

    @BeforeAll
    static void load() {
        generator = Generator.open(Fixtures.export(Fixtures.directory("qwen3"), directory.resolve("model")),
                GeneratorOptions.DEFAULT.listener(new GenerationListener() {
                    @Override
                    public void ended(final GenerationReport report) {
                        REPORTS.add(report);
                    }
                }));
    }

    @AfterAll
    static void free() {
        generator.close();
    }

    /** Beside the search of the prompt that the template writes. */
    @Test
    void aConversationIsSearchedAndKeepsTheBestAnswer() {
        final var options = REQUEST.maxNewTokens(9);
        final ChatSession chat = generator.chat(options);
        chat.ask("hello");
        chat.add(Message.user("and again"));
        final var found = chat.search(BeamOptions.of(3));
        final var report = REPORTS.getLast();
        final var best = found.getFirst().generation();
        final var plain = generator.search(
                best.promptTokens().stream().mapToInt(Integer::intValue).toArray(), options,
                BeamOptions.of(3));
        assertThat(found.stream().map(it -> it.generation().tokens()))
                .isEqualTo(plain.stream().map(it -> it.generation().tokens()).toList());
        assertThat(found.getFirst().score()).isCloseTo(plain.getFirst().score(), within(1e-4));
        assertThat(best.cachedTokens()).isGreaterThan(best.promptTokens().size() / 2);
        assertThat(chat.history()).hasSize(4).last().isEqualTo(best.answer().message());
        assertThat(chat.lastAnswer()).contains(best);
        assertThat(report.chat()).isTrue();
        assertThat(report.promptTokens()).isEqualTo(best.promptTokens().size());
        assertThat(chat.ask("once more").promptTokens()).hasSizeGreaterThan(best.promptTokens().size());
    }

    @Test
    void allAnswersCallTheToolThatIsDemanded() {
        final var found = generator.chat(REQUEST.maxNewTokens(300))
                .tools(List.of(Map.of("name", "now", "parameters", Map.of()),
                        Map.of("name", "then", "parameters", Map.of())))
                .toolChoice(ToolChoice.required().one()).add(Message.user("When?"))
                .search(BeamOptions.of(2));
        assertThat(found).hasSize(2).allSatisfy(it -> {
            assertThat(it.generation().toolCalls()).as(it.generation().text()).hasSize(1);
            assertThat(it.generation().finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
        });
    }
}
