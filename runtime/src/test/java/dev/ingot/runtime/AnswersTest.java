package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.chat.ChatOptions;
import dev.ingot.chat.Message;
import dev.ingot.chat.answer.AnswerFormat;
import dev.ingot.chat.answer.AnswerPart;
import dev.ingot.constrain.Constraint;
import dev.ingot.error.UnsupportedModelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reasoning and calls in conversations; the small models say what constraints and biases make them say. */
final class AnswersTest {

    private static final List<?> TOOLS = List.of(Map.of("type", "function", "function",
            Map.of("name", "get_weather", "description", "Weather of a city.", "parameters",
                    Map.of("type", "object", "properties", Map.of("city", Map.of("type", "string"))))));

    @TempDir
    Path directory;

    private Generator open(final String fixture) {
        return Generator.open(Fixtures.export(Fixtures.directory(fixture), directory.resolve(fixture)));
    }

    private static GenerationOptions saying(final String text) {
        return GenerationOptions.DEFAULT.sampling(Sampling.greedy()).maxNewTokens(150)
                .constraint(Constraint.choice(text));
    }

    @Test
    void aToolIsCalledAndItsResultIsAnswered() {
        try (var generator = open("qwen3")) {
            final var parts = new ArrayList<AnswerPart>();
            final var talk = generator.chat(saying("<think>\nweather\n</think>\n\n<tool_call>\n"
                    + "{\"name\": \"get_weather\", \"arguments\": {\"city\": \"Paris\"}}\n</tool_call>"))
                    .tools(TOOLS);
            final Generation asked = talk.askParts("Rain in Paris?", parts::add);
            assertThat(asked.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
            assertThat(asked.reasoning()).isEqualTo("weather");
            assertThat(asked.content()).isEmpty();
            assertThat(parts).hasAtLeastOneElementOfType(AnswerPart.Call.class)
                    .hasAtLeastOneElementOfType(AnswerPart.Reasoning.class);
            final var call = asked.toolCalls().getFirst();
            assertThat(call.name()).isEqualTo("get_weather");
            assertThat(call.argumentValues()).isEqualTo(Map.of("city", "Paris"));

            final Generation done = talk.add(Message.tool(call.id(), call.name(), "{\"rain\": true}"))
                    .options(saying("Take an umbrella.")).answer();
            assertThat(done.content()).isEqualTo("Take an umbrella.");
            assertThat(done.finishReason()).isEqualTo(FinishReason.STOP);
            assertThat(talk.history()).extracting(Message::role).containsExactly("user", "assistant", "tool",
                    "assistant");
            final int[] prompt = done.promptTokens().stream().mapToInt(Integer::intValue).toArray();
            assertThat(generator.tokenizer().decode(prompt, false)).contains("get_weather",
                    "{\"rain\": true}",
                    "\"city\": \"Paris\"");
        }
    }

    @ParameterizedTest
    @CsvSource({"mistral, [TOOL_CALLS], 5", "phi4mini_longrope, <|tool_call|>, 637",
            "llama3, <|python_tag|>, 639"})
    void specialTokensThatMarkCallsAreSeen(final String fixture, final String mark, final int id) {
        try (var generator = open(fixture)) {
            final var options = GenerationOptions.DEFAULT.maxNewTokens(2).stop("never said")
                    .sampling(Sampling.greedy().logitBias(id, 1e6f));
            final var talk = generator.chat(options);
            final Generation found = (fixture.startsWith("phi")
                    ? talk.add(new Message("system", "", Map.of("tools", "[]")))
                    : talk.tools(TOOLS)).ask("Weather?");
            assertThat(found.tokens()).containsExactly(id, id);
            assertThat(found.text()).isEmpty();
            assertThat(found.content()).as("calls that never came").isEqualTo(mark + mark);
        }
    }

    @Test
    void variablesOfTheTemplateReachIt() {
        try (var generator = open("qwen3")) {
            final var talk = generator.chat(saying("Yes."))
                    .templateOptions(ChatOptions.forGeneration().with("enable_thinking", false));
            final int[] prompt = talk.ask("Is it?").promptTokens().stream().mapToInt(Integer::intValue)
                    .toArray();
            assertThat(generator.tokenizer().decode(prompt, false)).endsWith("<think>\n\n</think>\n\n");
            assertThat(talk.history().getLast()).isEqualTo(Message.assistant("Yes."));
        }
    }

    @Test
    void toolsThatATemplateHasNoPlaceForAreRefused() {
        try (var generator = open("gemma3")) {
            final var talk = generator.chat(saying("{\"name\": \"get_weather\", \"parameters\": {}}"));
            assertThatThrownBy(() -> talk.tools(TOOLS).ask("Weather?"))
                    .isInstanceOf(UnsupportedModelException.class)
                    .hasMessageContainingAll("chat template", "describe them in a system message");
            assertThat(talk.tools(List.of()).format(AnswerFormat.GEMMA).ask("Weather?").toolCalls())
                    .hasSize(1);
        }
    }
}
