package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.chat.Message;
import dev.ingot.chat.answer.AnswerFormat;
import dev.ingot.constrain.Constraint;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.UnsupportedModelException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small models of random weights would never call a tool: what they call, they were made to. */
final class ToolChoiceTest {

    private static final Map<String, Object> CITY = Map.of("type", "object", "properties",
            Map.of("city", Map.of("enum", List.of("Paris", "Lyon"))), "required", List.of("city"),
            "additionalProperties", false);
    private static final List<?> TOOLS = List.of(
            Map.of("type", "function", "function",
                    Map.of("name", "get_weather", "description", "Weather of a city.", "parameters", CITY)),
            Map.of("type", "function", "function",
                    Map.of("name", "get_time", "description", "Time in a city.", "parameters", CITY)));
    private static final GenerationOptions SHORT = GenerationOptions.DEFAULT.sampling(Sampling.greedy())
            .maxNewTokens(300);

    @TempDir
    Path directory;

    private Generator open(final String fixture) {
        return Generator.open(Fixtures.export(Fixtures.directory(fixture), directory.resolve(fixture)));
    }

    private static ChatSession asked(final Generator generator, final ToolChoice choice) {
        return generator.chat(SHORT).tools(TOOLS).toolChoice(choice).add(Message.user("Rain in Paris?"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen3", "mistral", "smollm3"})
    void aDemandedCallIsMade(final String fixture) {
        try (var generator = open(fixture)) {
            final Generation any = asked(generator, ToolChoice.required().one()).answer();
            assertThat(any.finishReason()).as(any.text()).isEqualTo(FinishReason.TOOL_CALLS);
            assertThat(any.toolCalls()).hasSize(1);
            final Generation named = asked(generator, ToolChoice.function("get_time")).answer();
            assertThat(named.toolCalls()).singleElement().satisfies(call -> {
                assertThat(call.name()).isEqualTo("get_time");
                assertThat(call.argumentValues().get("city")).isIn("Paris", "Lyon");
            });
            assertThat(named.content()).isEmpty();
        }
    }

    @Test
    void aCallBetweenTagsHasArgumentsOfTheTypesOfItsSchema() {
        final Map<String, Object> lamp = Map.of("type", "object", "properties",
                Map.of("room", Map.of("enum", List.of("12", "hall")), "level",
                        Map.of("enum", List.of(1, 20))),
                "required", List.of("room", "level"), "additionalProperties", false);
        try (var generator = open("qwen3")) {
            final Generation found = generator.chat(SHORT).format(AnswerFormat.QWEN_XML)
                    .tools(List.of(Map.of("type", "function", "function",
                            Map.of("name", "dim", "parameters", lamp))))
                    .toolChoice(ToolChoice.required().one()).add(Message.user("Dim it.")).answer();
            assertThat(found.text()).contains("<function=dim>", "<parameter=room>", "</function>");
            assertThat(found.toolCalls()).singleElement().satisfies(call -> {
                assertThat(call.argumentValues().get("room")).isIn("12", "hall");
                assertThat(call.argumentValues().get("level")).isIn(1, 20);
            });
        }
    }

    @Test
    void constraintsAreOfContentOnceThereIsAChoice() {
        try (var generator = open("qwen3")) {
            final var talk = asked(generator, ToolChoice.auto())
                    .options(SHORT.constraint(Constraint.choice("It rains.")));
            final Generation found = talk.answer();
            assertThat(found.content().isEmpty()).as(found.text()).isNotEqualTo(found.toolCalls().isEmpty());
            final var demanded = asked(generator, ToolChoice.required())
                    .options(SHORT.constraint(Constraint.choice("It rains."))).answer();
            assertThat(demanded.content()).isEmpty();
            assertThat(demanded.toolCalls()).isNotEmpty();
        }
    }

    @Test
    void whatCannotBeDemandedIsRefused() {
        try (var generator = open("qwen3")) {
            assertThatThrownBy(() -> asked(generator, ToolChoice.function("get_snow")).prepare())
                    .isInstanceOf(InvalidOptionException.class)
                    .hasMessageContainingAll("get_snow", "get_weather", "get_time");
            final var odd = generator.chat(SHORT).toolChoice(ToolChoice.required()).tools(List.of(
                    Map.of("name", "odd", "parameters", Map.of("type", "object", "minProperties", 3))))
                    .add(Message.user("?"));
            assertThatThrownBy(odd::prepare).isInstanceOf(InvalidOptionException.class)
                    .hasMessageContainingAll("odd", "minProperties");
            assertThat(odd.toolChoice(ToolChoice.auto()).prepare()).satisfies(PendingAnswer::close);
        }
        try (var generator = open("qwen2")) {
            final var plain = generator.chat(SHORT).toolChoice(ToolChoice.required()).add(Message.user("?"));
            assertThatThrownBy(plain::prepare)
                    .isInstanceOfAny(InvalidOptionException.class, UnsupportedModelException.class);
        }
    }

    @Test
    void tokensOfAPendingAnswerAreTheSourcesOfItsParts() {
        try (var generator = open("mistral")) {
            final var tokens = new StringBuilder();
            final var parts = new StringBuilder();
            try (var pending = asked(generator, ToolChoice.required().one()).prepare()) {
                assertThat(pending.promptTokens())
                        .isEqualTo(asked(generator, ToolChoice.required()).countTokens());
                pending.complete(it -> tokens.append(it.text()), it -> parts.append(it.source()));
            }
            assertThat(tokens).hasToString(parts.toString());
            assertThat(tokens.toString()).startsWith("[TOOL_CALLS]");
        }
    }
}
