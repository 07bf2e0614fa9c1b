package dev.ingot.runtime.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.ingot.kernel.Kernels;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
        final String classPath = String.join(File.pathSeparator, System.getProperty("jdk.module.path", ""),
                System.getProperty("java.class.path"),
                Path.of("target/test-classes").toAbsolutePath().toString());
        final var process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "-XX:+UseSerialGC", "--add-modules", "jdk.incubator.vector", "-Dingot.kernel=" + width, "-cp",
                classPath, RecordedDraws.class.getName(), FIXTURES).redirectErrorStream(true).start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains(kernels);
    }
}
