package dev.ingot.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelsTest {

    @Test
    void activePathIsTheOneThisRunIsFor() {
        final boolean vector = Boolean.getBoolean("ingot.test.vector");
        assertThat(Kernels.active().path()).isEqualTo(vector ? KernelPath.VECTOR : KernelPath.LOOPS);
        assertThat(Kernels.active().vectorBits() > 0).isEqualTo(vector);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void activeKernelsGiveTheBytesOfTheScalarOnes(final int seed) {
        KernelAgreement.check(Kernels.active(), seed);
    }
}
