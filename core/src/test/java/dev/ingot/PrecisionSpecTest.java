package dev.ingot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.quantize.Algorithm;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrecisionSpecTest {

    @Test
    void namesAloneAreTheDefaults() {
        assertThat(PrecisionSpec.parse("int4")).isEqualTo(Precision.INT4);
        assertThat(PrecisionSpec.parse("INT8")).isEqualTo(Precision.INT8);
        assertThat(PrecisionSpec.parse("fp16")).isEqualTo(Precision.FP16);
    }

    @Test
    void partsAreSetInAnyOrder() {
        final Precision expected = Precision.INT4.blockSize(128).headBits(4).algorithm(Algorithm.K_QUANT)
                .operators(OperatorChoice.DEFAULT.accuracyLevel(0));
        assertThat(PrecisionSpec.parse("int4:b128:h4:k_quant:a0")).isEqualTo(expected);
        assertThat(PrecisionSpec.parse("int4:a0:k_quant:b128:h4")).isEqualTo(expected);
        assertThat(PrecisionSpec.parse("int4:sym")).isEqualTo(Precision.INT4.symmetric());
        assertThat(PrecisionSpec.parse("int8:asym")).isEqualTo(Precision.INT8.asymmetric());
    }

    @Test
    void symmetryThatAnAlgorithmDoesNotHaveIsRefusedWhereverItStands() {
        for (final String spec : new String[]{"int4:sym:k_quant", "int4:k_quant:sym", "int8:sym:hqq",
                "int8:hqq:sym"}) {
            assertThatThrownBy(() -> PrecisionSpec.parse(spec)).as(spec)
                    .isInstanceOf(InvalidOptionException.class).hasMessageContaining("zero points");
        }
        assertThatThrownBy(() -> Precision.INT4.symmetric().kQuant())
                .isInstanceOf(InvalidOptionException.class).hasMessageContaining("zero points");
        assertThat(PrecisionSpec.parse("int8:k_quant")).isEqualTo(Precision.INT8.asymmetric().kQuant());
        assertThat(PrecisionSpec.parse("int4:sym:rtn")).isEqualTo(Precision.INT4.rtn().symmetric());
    }

    @Test
    void mixturesGoByTheirNames() {
        assertThat(PrecisionSpec.parse("int4:mixed:b16")).isEqualTo(Precision.INT4.mixed().blockSize(16));
        assertThat(PrecisionSpec.parse("int4:mixed=sensitivity:4.5:b16"))
                .isEqualTo(Precision.INT4.mixed(Mixture.bySensitivity(4.5)).blockSize(16));
    }

    @Test
    void otherMethodsAreLookedUp() {
        assertThat(PrecisionSpec.parse("int4:mine", Map.of("mine", new Rounding(Algorithm.RTN))))
                .isEqualTo(Precision.INT4.rtn());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "int5", "int4:", "int4:b33", "int4:nonsense", "fp32:b32", "int4:h5",
            "int4::b32",
            "b32:int4", "int4:a9", "int4:mixed="})
    void whatMeansNothingIsRefused(final String spec) {
        assertThatThrownBy(() -> PrecisionSpec.parse(spec)).isInstanceOf(InvalidOptionException.class);
    }
}
