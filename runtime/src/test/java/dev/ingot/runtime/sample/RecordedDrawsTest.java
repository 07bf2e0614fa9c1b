package dev.ingot.runtime.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.ingot.kernel.Kernels;
import dev.ingot.runtime.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same logits and seed give the recorded tokens, whatever computes them. */
final class RecordedDrawsTest {

    private static final String FIXTURES = System.getProperty("ingot.fixtures");

    @Test
    void theKernelsOfThisProcessChooseTheRecordedTokens() {
        assertThatCode(() -> RecordedDraws.check(Path.of(FIXTURES), Kernels.active().logits()))
                .doesNotThrowAnyException();
    }

    @Test
    void theScalarKernelsChooseTheRecordedTokens() {
        assertThatCode(() -> RecordedDraws.check(Path.of(FIXTURES), Kernels.scalar().logits()))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"128, VECTOR 128", "256, VECTOR 256", "512, VECTOR 512", "loops, LOOPS 0"})
    void vectorsOfAnyWidthChooseTheRecordedTokens(final String width, final String kernels)
            throws IOException, InterruptedException {
        final var process = ChildJvm
                .prepare(List.of("--add-modules", "jdk.incubator.vector", "-Dingot.kernel=" + width),
                        RecordedDraws.class, List.of(FIXTURES))
                .redirectErrorStream(true).start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains(kernels);
    }
}
