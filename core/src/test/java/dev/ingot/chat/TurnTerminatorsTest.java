package dev.ingot.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TurnTerminatorsTest {

    @ParameterizedTest
    @CsvSource({"qwen2, <|im_end|>", "qwen3, <|im_end|>", "smollm3, <|im_end|>", "llama3, <|eot_id|>",
            "gemma2, <end_of_turn>", "gemma3, <end_of_turn>", "phi3, <|end|>", "phi4mini_longrope, <|end|>",
            "granite, <|end_of_text|>", "mistral, </s>", "llama, </s>", "olmo2, <|endoftext|>"})
    void isWhatTheTemplateWritesBehindAnAnswer(final String model, final String token) {
        final ChatTemplate template = ChatTemplate.load(Goldens.fixture(model)).orElseThrow();
        assertThat(TurnTerminators.of(model, template)).contains(token);
    }

    @Test
    void closingAMessageOfGptOssDoesNotEndItsTurn() {
        final var template = ChatTemplate
                .of("{% for m in messages %}<|start|>{{ m.role }}<|message|>{{ m.content }}"
                        + "<|end|>{% endfor %}", Map.of());
        assertThat(TurnTerminators.of("gpt_oss", template)).isEmpty();
        assertThat(TurnTerminators.of("phi3", template)).contains("<|end|>");
    }

    @Test
    void returnTokenOfGptOssEndsItsTurn() {
        final var template = ChatTemplate
                .of("{% for m in messages %}<|start|>{{ m.role }}<|message|>{{ m.content }}"
                        + "{{ '<|return|>' if loop.last else '<|end|>' }}{% endfor %}", Map.of());
        assertThat(TurnTerminators.of("gpt_oss", template)).contains("<|return|>");
    }

    @Test
    void plainTextBehindAnAnswerIsNoToken() {
        final var template = ChatTemplate.of(
                "{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}",
                Map.of());
        assertThat(TurnTerminators.of("llama", template)).isEmpty();
    }
}
