package dev.ingot.runtime.engine;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.UnsupportedModelException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RuntimeVersionTest {

    private static void check(final String wanted, final String present) {
        RuntimeVersion.check(Path.of("model.onnx"), Map.of(RuntimeVersion.KEY, wanted), present);
    }

    @Test
    void equalAndNewerVersionsWillDo() {
        assertThatCode(() -> {
            check("1.29", "1.29.0");
            check("1.9.3", "1.29.0");
            check("1.29.0", "2.0.0-dev");
            check("", "1.0.0");
        }).doesNotThrowAnyException();
    }

    @Test
    void olderVersionsWillNot() {
        for (final String present : new String[]{"1.9.0", "1.28.9", "0.99"}) {
            assertThatThrownBy(() -> check("1.29.0", present)).isInstanceOf(UnsupportedModelException.class)
                    .hasMessageContainingAll("1.29.0", present, "model.onnx");
        }
    }
}
