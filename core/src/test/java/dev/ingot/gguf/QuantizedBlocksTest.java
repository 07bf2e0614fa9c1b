package dev.ingot.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.quantize.WeightRows;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Blocks that llama.cpp wrote are worth, bit for bit, what it says they are when it writes them as floats. */
class QuantizedBlocksTest {

    private static final Path BLOCKS = Path.of(System.getProperty("ingot.fixtures")).resolve("gguf/blocks");
    private static final int ROWS = 6;
    private static final int COLUMNS = 256;

    @ParameterizedTest
    @EnumSource(value = GgufType.class, names = {"F16", "BF16", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0",
            "Q4_K", "Q5_K", "Q6_K"})
    void areWorthWhatTheirWriterSays(final GgufType type) {
        try (var stored = GgufFile.open(BLOCKS.resolve(type + ".gguf"));
                var decoded = GgufFile.open(BLOCKS.resolve(type + "-F32.gguf"))) {
            assertThat(stored.tensor("token_embd.weight").type()).isEqualTo(type);
            assertThat(decoded.tensor("token_embd.weight").type()).isEqualTo(GgufType.F32);
            assertThat(values(stored)).containsExactly(values(decoded));
        }
    }

    private static float[] values(final GgufFile file) {
        final WeightRows rows = new GgufTensors(file).matrix("token_embd.weight", "t", ROWS, COLUMNS)
                .rows(0, ROWS, Arena.ofAuto());
        final var values = new float[ROWS * COLUMNS];
        for (int i = 0; i < values.length; i++) {
            values[i] = rows.get(i);
        }
        return values;
    }
}
