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
    }

    @Test
    void unknownNameIsAnsweredWithTheKnownOnes() {
        assertThatThrownBy(() -> Algorithm.parse("hqq")).isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("default, rtn").hasMessageContaining("hqq");
    }
}
