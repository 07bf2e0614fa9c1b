package dev.ingot.genai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.InsufficientMemoryException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryNeedTest {

    private static final GenaiConfig CONFIG = new GenaiConfig("llama", 4096, 32_000, 1, List.of(2), 2,
            new GenaiDecoder("model.onnx", 64, 1024, 16, 8, 4, DecoderNames.DEFAULT),
            new SearchDefaults(false, 4096, 1, 50, 1, 1, 0, 0));

    @Test
    void whatDoesNotFitIsRefusedWithTheNumbers() {
        final MemoryNeed need = MemoryNeed.of(CONFIG, 1000L << 20, 100L << 20, 512);
        assertThat(need.total()).isGreaterThan(1100L << 20);
        need.require("a model", 2000L << 20, "memory");
        assertThatThrownBy(() -> need.require("a model", 700L << 20, "memory"))
                .isInstanceOf(InsufficientMemoryException.class)
                .hasMessageContainingAll("a model", "700 MB", "100 MB", "precision")
                .extracting(InsufficientMemoryException.class::cast)
                .extracting(InsufficientMemoryException::missing).isEqualTo(need.total() - (700L << 20));
    }
}
