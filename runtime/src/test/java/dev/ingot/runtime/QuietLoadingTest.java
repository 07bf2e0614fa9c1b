package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.ingot.Pipeline;
import dev.ingot.Precision;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ONNX Runtime has nothing to say when it loads an exported graph; its warnings go past Java, so a child listens. */
final class QuietLoadingTest {

    private static final List<String> FIXTURES = List.of("llama", "qwen2", "qwen3", "mistral", "smollm3",
            "granite", "olmo2", "gemma2", "gemma3", "phi3", "phi3_longrope", "phi4mini_longrope");

    @TempDir
    private Path temporary;

    /** Loads graphs with ONNX Runtime alone. */
    static final class Child {

        private Child() {}

        public static void main(final String... graphs) throws OrtException {
            for (final String graph : graphs) {
                try (var options = new OrtSession.SessionOptions();
                        var session = OrtEnvironment.getEnvironment().createSession(graph, options)) {
                    System.out.println(graph + " has " + session.getNumInputs() + " inputs");
                }
            }
        }
    }

    @Test
    void noGraphGivesCauseForAWarning() throws IOException, InterruptedException {
        final var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                String.join(File.pathSeparator, System.getProperty("jdk.module.path", ""),
                        System.getProperty("java.class.path"),
                        Path.of("target/test-classes").toAbsolutePath().toString()),
                "--enable-native-access=ALL-UNNAMED", Child.class.getName()));
        for (final String fixture : FIXTURES) {
            for (final Precision precision : List.of(Precision.FP32, Precision.INT8, Precision.INT4)) {
                command.add(Pipeline.from(Fixtures.directory(fixture)).quantize(precision)
                        .toOnnx(temporary.resolve(fixture + precision.label())).directory()
                        .resolve("model.onnx").toString());
            }
        }
        final Path errors = temporary.resolve("errors");
        final Path output = temporary.resolve("output");
        final var builder = new ProcessBuilder(command).redirectError(errors.toFile())
                .redirectOutput(output.toFile());
        builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
        assertThat(builder.start().waitFor()).isZero();
        assertThat(Files.readString(errors, StandardCharsets.UTF_8)).isEmpty();
        assertThat(Files.readAllLines(output)).hasSize(3 * FIXTURES.size());
    }
}
