package dev.ingot.chat.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.chat.ChatTemplate;
import dev.ingot.chat.Goldens;
import dev.ingot.chat.PromptTemplate;
import java.util.Map;
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

    @Test
    void registeredStringsShowNone() {
        final var strings = new PromptTemplate("{Content}", "{Content}", "{Content}", "{Content}");
        assertThat(AnswerFormat.of(ChatTemplate.of(strings))).isEqualTo(AnswerFormat.PLAIN);
    }
}
