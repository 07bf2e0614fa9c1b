package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ONNX Runtime's reporter crashes a process with a long command line and leaves files behind; ours must not start it. */
class LongCommandLineTest {

    @TempDir
    private Path temporary;

    /** Loads a model and says so. */
    static final class Child {

        private Child() {}

        public static void main(final String... args) {
            final Path source = Path.of(args[0]);
            final var model = dev.ingot.Pipeline.from(source).toOnnx(Path.of(args[1]));
            try (var generator = Generator.open(model)) {
                System.out.println("loaded " + generator.vocabularySize());
            }
        }
    }

    @Test
    void loadsWithLongClassPathAndLeavesNoReports() throws IOException, InterruptedException {
        final String classPath = ChildJvm.classPath() + File.pathSeparator + "/nonexistent".repeat(1000);
        final Path output = temporary.resolve("output");
        final var builder = ChildJvm
                .prepare(List.of("-Djava.io.tmpdir=" + temporary, "-cp", classPath), Child.class,
                        List.of(System.getProperty("ingot.fixtures") + "/qwen2",
                                temporary.resolve("model").toString()))
                .redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().remove("ORT_DISABLE_TELEMETRY");
        builder.environment().put("TMPDIR", temporary.toString()); // where the reporter would leave its files
        final int status = builder.start().waitFor();
        assertThat(Files.readString(output, StandardCharsets.UTF_8)).contains("loaded 640");
        assertThat(status).isZero();
        assertThat(temporary).isDirectoryNotContaining("glob:**/mat-debug-*")
                .isDirectoryNotContaining("glob:**/.ses");
    }
}
