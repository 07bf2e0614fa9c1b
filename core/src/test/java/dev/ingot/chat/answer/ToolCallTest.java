package dev.ingot.chat.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.ModelFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ToolCallTest {

    @ParameterizedTest
    @ValueSource(strings = {"get_weather", "", "\0\uD800", "a:b?<*>|\"", "../x"})
    void argumentsAreReadWhateverTheToolIsCalled(final String name) {
        assertThat(new ToolCall("c1", name, "{\"city\":\"Paris\"}").argumentValues())
                .containsEntry("city", "Paris");
    }

    @Test
    void whatIsNoJsonNamesTheTool() {
        final var call = new ToolCall("c1", "get_weather", "{");
        assertThatThrownBy(call::argumentValues).isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("arguments of get_weather");
    }
}
