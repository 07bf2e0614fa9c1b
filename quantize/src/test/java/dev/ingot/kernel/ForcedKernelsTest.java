package dev.ingot.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.quantize.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every choice of kernels, forced in a JVM of its own. */
class ForcedKernelsTest {

    @ParameterizedTest
    @CsvSource({"64, VECTOR 64", "128, VECTOR 128", "256, VECTOR 256", "512, VECTOR 512", "loops, LOOPS 0",
            "scalar, SCALAR 0"})
    void everyForcedWidthGivesTheBytesOfTheScalarKernels(final String width, final String kernels)
            throws Exception {
        assertThat(
                ChildJvm.run("--add-modules", "jdk.incubator.vector", "-Dingot.kernel=" + width,
                        KernelAgreement.class.getName(), kernels, "7"))
                .doesNotContain("Exception");
    }

    @Test
    void missingModuleIsLoggedWithTheFlagThatHelps() throws Exception {
        assertThat(ChildJvm.run(KernelAgreement.class.getName(), "LOOPS 0"))
                .containsOnlyOnce("--add-modules jdk.incubator.vector").doesNotContain("Exception");
    }

    @Test
    void unknownKernelIsLoggedAndIgnored() throws Exception {
        assertThat(ChildJvm.run("-Dingot.kernel=99", KernelAgreement.class.getName(), "LOOPS 0"))
                .contains("expected scalar, loops, 64, 128, 256 or 512");
    }
}
