package dev.ingot.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.InvalidOptionException;
import org.junit.jupiter.api.Test;

class AlgorithmTest {

    @Test
    void namesOfConfigurationsAreUnderstood() {
        assertThat(Algorithm.parse("default")).isEqualTo(Algorithm.DEFAULT);
        assertThat(Algorithm.parse("RTN")).isEqualTo(Algorithm.RTN);
        assertThat(Algorithm.parse("k_quant")).isEqualTo(Algorithm.K_QUANT);
    }

    @Test
    void unknownNameIsAnsweredWithTheKnownOnes() {
        assertThatThrownBy(() -> Algorithm.parse("nearest")).isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("default, rtn, k_quant, hqq").hasMessageContaining("nearest");
    }
}
