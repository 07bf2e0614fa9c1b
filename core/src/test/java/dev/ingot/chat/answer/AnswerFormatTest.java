package dev.ingot.chat.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.chat.ChatOptions;
import dev.ingot.chat.ChatTemplate;
import dev.ingot.chat.Goldens;
import dev.ingot.chat.PromptTemplate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The format shows in the template. */
final class AnswerFormatTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            {{ '<|start|>assistant<|channel|>final<|message|>' }},        HARMONY
            {{ '<｜User｜>hi<｜Assistant｜><think>' }},                     DEEPSEEK
            {{ bos_token }}[INST] hi [/INST][TOOL_CALLS],                MISTRAL
            {{ '<|start_of_role|>user<|end_of_role|>' }} <tool_call>,    GRANITE
            {{ '<|system|>' }}<|tool|>{{ tools }}<|/tool|>,              PHI4
            <tool_call> {{ python_tools }},                              SMOLLM3
            <|im_start|> <tool_call> {{ '<function=' ~ call.name }},     QWEN_XML
            '<|im_start|>system <tool_call></tool_call>',                HERMES
            <|start_header_id|>user<|end_header_id|>,                    LLAMA3
            <start_of_turn>user,                                         GEMMA
            '<|im_start|>{{ messages[0].content }}',                     PLAIN
            """)
    void isFoundByWhatTheTemplateWrites(final String source, final AnswerFormat expected) {
        assertThat(AnswerFormat.of(ChatTemplate.of(source, Map.of()))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"qwen3, HERMES", "qwen2, HERMES", "llama3, LLAMA3", "gemma3, GEMMA", "granite, GRANITE",
            "smollm3, HERMES", "mistral, MISTRAL", "phi4mini_longrope, PHI4"})
    void isFoundInTheFixtures(final String model, final AnswerFormat expected) {
        assertThat(ChatTemplate.load(Goldens.fixture(model)).map(AnswerFormat::of)).hasValue(expected);
    }

    /** Returns the first case of a question, calls and a result. */
    private static Map<String, @Nullable Object> called(final List<Map<String, @Nullable Object>> cases) {
        for (final Map<String, @Nullable Object> it : cases) {
            if (Goldens.objects(it, "messages").size() == 3
                    && Goldens.object(it, "kwargs").containsKey("tools")) {
                return it;
            }
        }
        throw new AssertionError("no such case");
    }

    /** Families whose templates write whole calls of several tools in one turn. */
    @ParameterizedTest
    @CsvSource({"coder, QWEN_XML", "hermes, HERMES", "mistral, MISTRAL", "deepseek, DEEPSEEK"})
    void callsThatATemplateWritesAreReadAsTheyWere(final String family, final AnswerFormat expected) {
        final var document = Goldens.read(Goldens.fixture("jinja/families.json"));
        final var template = ChatTemplate.of(
                Goldens.string(Goldens.object(document, "templates"), family),
                Map.of("bos_token", "", "eos_token", ""));
        assertThat(AnswerFormat.of(template)).isEqualTo(expected);
        final var called = called(Goldens.objects(document, "cases"));
        final var messages = Goldens.objects(called, "messages");
        final var tools = Goldens.objects(Goldens.object(called, "kwargs"), "tools");
        final var options = new ChatOptions(false, tools, Map.of(), Goldens.CLOCK);
        final String asked = template.renderMaps(messages.subList(0, 1), options);
        final String answer = template.renderMaps(messages.subList(0, 2), options).substring(asked.length());
        final var calls = Answer.of(Pieces.parse(expected.parser("", true, tools, 0), answer)).toolCalls();
        assertThat(calls).extracting(it -> it.name() + it.arguments())
                .containsExactly("get_weather{\"city\":\"Paris\",\"days\":[1,2.5,null]}", "now{}");
    }

    @Test
    void registeredStringsShowNone() {
        final var strings = new PromptTemplate("{Content}", "{Content}", "{Content}", "{Content}");
        assertThat(AnswerFormat.of(ChatTemplate.of(strings))).isEqualTo(AnswerFormat.PLAIN);
    }
}
