package dev.ingot.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class McNemarTest {

    /** Of R's binom.test(b, b + c) and of the sums by hand: (1 + 12 + 66) * 2 / 4096 and so on. */
    @ParameterizedTest
    @CsvSource({"0, 0, 1", "1, 0, 1", "5, 0, 0.0625", "0, 6, 0.03125", "10, 2, 0.03857421875",
            "3, 9, 0.14599609375",
            "7, 7, 1", "8, 7, 1"})
    void isTheExactBinomial(final int b, final int c, final double expected) {
        assertThat(new McNemar(b, c).pValue()).isEqualTo(expected, within(1e-12));
        assertThat(new McNemar(c, b).pValue()).isEqualTo(expected, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({"40, 60", "700, 800", "1300, 1200"})
    void countsBeyondWhatADoubleHolds(final int b, final int c) {
        BigInteger term = BigInteger.ONE;
        BigInteger sum = BigInteger.ONE;
        for (int i = 1; i <= Math.min(b, c); i++) {
            term = term.multiply(BigInteger.valueOf(b + c - i + 1)).divide(BigInteger.valueOf(i));
            sum = sum.add(term);
        }
        final double expected = new BigDecimal(sum.shiftLeft(1))
                .divide(new BigDecimal(BigInteger.TWO.pow(b + c)), MathContext.DECIMAL64).doubleValue();
        assertThat(new McNemar(b, c).pValue()).isEqualTo(expected, within(expected * 1e-9));
    }

    @Test
    void countsOnlyWhatTellsTheModelsApart() {
        final BitSet first = BitSet.valueOf(new byte[]{0b110011});
        final BitSet second = BitSet.valueOf(new byte[]{0b001001});
        assertThat(McNemar.of(first, second)).isEqualTo(new McNemar(3, 1));
    }
}
