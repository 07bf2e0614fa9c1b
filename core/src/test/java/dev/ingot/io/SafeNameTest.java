package dev.ingot.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "model.onnx", "my model", "a-b_c.1", "\u00e4\u5b57", "console", "com10",
            "a.con"})
    void namesForEverySystem(final String name) {
        assertThat(SafeName.fault(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "...", ".a", "a.", " a", "a ", "a/b", "a\\b", "a:b", "a\u0000",
            "a\n", "a*",
            "a?", "a|b", "a\"", "<a", "CON", "nul.txt", "lpt1", "\u007f", "\ta"})
    void namesThatMeanSomethingElseSomewhere(final String name) {
        assertThat(SafeName.fault(name)).isPresent();
    }
}
