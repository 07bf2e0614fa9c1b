package dev.ingot.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged command line, as a user starts it; runs after packaging. */
class LauncherTest {

    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");
    private static final Path LAUNCHER = Path
            .of(System.getProperty("ingot.launcher") + (WINDOWS ? ".cmd" : ""));
    private static final Path MODELS = Path.of(System.getProperty("ingot.models"));

    @TempDir
    private Path work;

    /** How the process ended. */
    record Outcome(int code, String out, List<String> errors) {}

    /** JAVA_HOME names a JDK that is too old if there is one: the launcher has to find a newer one by itself. */
    private Outcome run(final String... args) throws IOException, InterruptedException {
        final var command = new ArrayList<String>(List.of(LAUNCHER.toString()));
        command.addAll(List.of(args));
        final Path out = work.resolve("out.txt");
        final Path err = work.resolve("err.txt");
        final var builder = new ProcessBuilder(command).redirectOutput(out.toFile())
                .redirectError(err.toFile());
        final var environment = builder.environment();
        List.of("JAVA_HOME", "INGOT_JAVA_OPTS", "INGOT_DEBUG").forEach(environment::remove);
        oldJdk().ifPresent(home -> environment.put("JAVA_HOME", home.toString()));
        final int code = builder.start().waitFor();
        return new Outcome(code, Files.readString(out), Files.readAllLines(err));
    }

    private static Optional<Path> oldJdk() throws IOException {
        final Path installed = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(installed)) {
            return Optional.empty();
        }
        try (Stream<Path> homes = Files.list(installed)) {
            return homes.filter(home -> String.valueOf(home.getFileName()).contains("17"))
                    .filter(home -> Files.isExecutable(home.resolve("bin/java"))).sorted().findFirst();
        }
    }

    @Test
    void theVersionIsShown() throws IOException, InterruptedException {
        final var outcome = run("--version");
        assertThat(outcome.code()).as(outcome.toString()).isZero();
        assertThat(outcome.out()).startsWith("ingot ");
    }

    @Test
    void aMissingModelIsOneLine() throws IOException, InterruptedException {
        final var outcome = run("convert", "--model", work.resolve("none").toString(), "--output",
                work.resolve("onnx").toString());
        assertThat(outcome.code()).as(outcome.toString()).isEqualTo(2);
        assertThat(outcome.errors()).singleElement().asString().startsWith("ingot: ").contains("none");
    }

    @Test
    void aModelIsConverted() throws IOException, InterruptedException {
        final Path onnx = work.resolve("onnx");
        final var outcome = run("convert", "--model", MODELS.resolve("hearth-slm").toString(), "--output",
                onnx.toString());
        assertThat(outcome.code()).as(outcome.toString()).isZero();
        assertThat(outcome.out()).startsWith("Wrote ");
        assertThat(onnx).isDirectoryContaining("glob:**/model.onnx");
    }
}
