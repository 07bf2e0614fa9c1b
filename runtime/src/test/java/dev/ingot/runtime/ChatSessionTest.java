package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.chat.Message;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.UnsupportedModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conversations with the trained model that ships with the project. */
final class ChatSessionTest {

    private static final GenerationOptions GREEDY = GenerationOptions.DEFAULT.sampling(Sampling.greedy())
            .maxNewTokens(128);
    private static final String REQUEST = "set the thermostat in the living room to twenty three, thank you";

    @TempDir
    static Path directory;
    private static Path model;
    private static Generator generator;

    @BeforeAll
    static void load() {
        model = Fixtures.export(Fixtures.hearth(), directory.resolve("hearth")).directory();
        generator = Generator.open(model);
    }

    @AfterAll
    static void free() {
        generator.close();
    }

    @Test
    void theTrainedModelAnswersInItsTrainedForm() {
        final String answer = generator.chat(GREEDY).system("Answer with one JSON action.").send(REQUEST)
                .collect(Collectors.joining());
        assertThat(answer).isEqualTo(
                "{\"action\":\"set_temperature\",\"room\":\"living room\",\"value\":23,\"unit\":\"C\"}");
    }

    @Test
    void laterTurnsAnswerAsIfTheWholeConversationWereRead() {
        final var talk = generator.chat(GREEDY);
        talk.ask(REQUEST);
        talk.ask("dim the kitchen lights to 40%");
        final Generation third = talk.ask("and lock the front door");

        final var fresh = generator.chat(GREEDY);
        talk.history().subList(0, 4).forEach(fresh::add);
        final Generation again = fresh.ask("and lock the front door");
        assertThat(again.promptTokens()).isEqualTo(third.promptTokens());
        assertThat(again.text()).isEqualTo(third.text());
        assertThat(fresh.history()).isEqualTo(talk.history());
    }

    @Test
    void conversationsThatTakeEachOthersPlaceStillRemember() {
        try (var narrow = Generator.open(model, GeneratorOptions.DEFAULT.sequences(1))) {
            final var one = narrow.chat(GREEDY);
            final var other = narrow.chat(GREEDY);
            final String first = one.ask(REQUEST).text();
            other.ask("lock the front door");
            one.ask("dim the kitchen lights to 40%");
            assertThat(one.history()).extracting(Message::role).containsExactly("user", "assistant", "user",
                    "assistant");
            assertThat(one.history().get(1).content()).isEqualTo(first);
            assertThat(one.history().get(3).content()).isEqualTo(wideAnswer());
        }
    }

    private static String wideAnswer() {
        final var talk = generator.chat(GREEDY);
        talk.ask(REQUEST);
        return talk.ask("dim the kitchen lights to 40%").text();
    }

    @Test
    void anAnswerThatIsNotReadToItsEndCountsAsFarAsItWasRead() {
        final var talk = generator.chat(GREEDY);
        final List<String> pieces;
        try (var stream = talk.send(REQUEST)) {
            pieces = stream.limit(4).toList();
        }
        assertThat(talk.history().getLast()).isEqualTo(Message.assistant(String.join("", pieces)));
        assertThat(talk.lastAnswer().orElseThrow().finishReason()).isEqualTo(FinishReason.CANCELLED);
        assertThat(talk.ask("lock the front door").finishReason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void aQuestionThatWasNeverAnsweredIsForgotten() {
        final var cancelled = new Cancellation();
        cancelled.cancel();
        final var talk = generator.chat(GREEDY.cancellation(cancelled));
        assertThat(talk.ask(REQUEST).text()).isEmpty();
        assertThat(talk.history()).isEmpty();
        assertThat(talk.options(GREEDY).ask(REQUEST).text()).isNotEmpty();
        talk.clear();
        assertThat(talk.history()).isEmpty();
    }

    @Test
    void aConversationThatOutgrowsTheContextIsRefusedAndUnchanged() {
        final var talk = generator.chat(GREEDY);
        assertThatThrownBy(() -> talk.ask("lights ".repeat(600))).isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("512");
        assertThat(talk.history()).isEmpty();
    }

    @Test
    void registeredStringsStandInForAMissingTemplate(@TempDir final Path other) throws IOException {
        try (var files = Files.list(model)) {
            for (final Path file : files.toList()) {
                Files.copy(file, other.resolve(file.getFileName()));
            }
        }
        final Path config = other.resolve("tokenizer_config.json");
        Files.writeString(config, Files.readString(config).replace("\"chat_template\"", "\"no_template\""));
        Files.deleteIfExists(other.resolve("chat_template.jinja"));
        try (var plain = Generator.open(other)) {
            assertThatThrownBy(plain::chat).isInstanceOf(UnsupportedModelException.class)
                    .hasMessageContainingAll("chat template", "PromptTemplate");
        }
        Files.writeString(other.resolve("inference_model.json"), """
                {"Name": "hearth", "PromptTemplate": {
                  "system": "<|im_start|>system\\n{Content}<|im_end|>\\n",
                  "user": "<|im_start|>user\\n{Content}<|im_end|>\\n",
                  "assistant": "<|im_start|>assistant\\n{Content}<|im_end|>\\n",
                  "prompt": "<|im_start|>user\\n{Content}<|im_end|>\\n<|im_start|>assistant\\n"},
                 "ModelConfig": {"max_length": 60}}
                """);
        try (var registered = Generator.open(other)) {
            assertThat(registered.chat(GREEDY).ask(REQUEST).text())
                    .isEqualTo(generator.chat(GREEDY).ask(REQUEST).text());
            final Generation limited = registered.generate("lights ", GenerationOptions.DEFAULT);
            assertThat(limited.promptTokens().size() + limited.tokens().size()).isLessThanOrEqualTo(60);
        }
    }
}
