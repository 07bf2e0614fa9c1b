package dev.ingot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A conversion that is killed at any moment leaves nothing visible or a whole model, and the next one succeeds. */
class ConversionKillTest {

    private static final int ROUNDS = 4;
    private static final Path MODEL = Path.of(System.getProperty("ingot.models"), "hearth-slm");

    @TempDir
    private Path work;

    /** Converts over and over, so that a kill finds every stage. */
    static final class Child {

        private Child() {}

        public static void main(final String... args) {
            for (int i = 0; i < 1000; i++) {
                Pipeline.from(Path.of(args[0])).quantize(Precision.INT4).overwrite().toOnnx(Path.of(args[1]));
                System.out.println("converted");
            }
        }
    }

    @Test
    void killLeavesNothingOrAWholeModel() throws IOException, InterruptedException {
        killAndLook(ROUNDS);
    }

    /** The same, fifty times. */
    @Test
    @Tag("soak")
    void fiftyKillsLeaveNothingOrAWholeModel() throws IOException, InterruptedException {
        killAndLook(50);
    }

    private void killAndLook(final int rounds) throws IOException, InterruptedException {
        final Path target = work.resolve("out/model");
        final var whole = Pipeline.from(MODEL).quantize(Precision.INT4).toOnnx(work.resolve("whole"))
                .directory();
        final var random = new Random(20261121);
        for (int round = 0; round < rounds; round++) {
            killAfterFirst(target, random.nextInt(300));
            if (Files.exists(target) && !Files.exists(target.resolve("download.tmp"))) {
                assertSame(whole, target);
            }
            assertNoVisibleFragment(work.resolve("out"));
        }
        Pipeline.from(MODEL).quantize(Precision.INT4).overwrite().toOnnx(target);
        assertSame(whole, target);
        try (var entries = Files.list(work.resolve("out"))) {
            assertThat(entries).containsExactly(target);
        }
    }

    private void killAfterFirst(final Path target, final int milliseconds)
            throws IOException, InterruptedException {
        final var process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classPath(),
                Child.class.getName(), MODEL.toString(), target.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var lines = process.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("converted");
            TimeUnit.MILLISECONDS.sleep(milliseconds);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** What this JVM runs with, modules or not, as one class path. */
    private static String classPath() {
        return String.join(File.pathSeparator, System.getProperty("jdk.module.path", ""),
                System.getProperty("java.class.path"),
                Path.of("target/test-classes").toAbsolutePath().toString());
    }

    private static void assertSame(final Path expected, final Path actual) throws IOException {
        assertThat(names(actual)).isEqualTo(names(expected));
        for (final String name : names(expected)) {
            assertThat(actual.resolve(name)).hasSameBinaryContentAs(expected.resolve(name));
        }
    }

    /** Whatever has no mark must be whole: a reader would take it. */
    private static void assertNoVisibleFragment(final Path parent) throws IOException {
        try (var entries = Files.list(parent)) {
            for (final Path entry : entries.toList()) {
                if (!Files.exists(entry.resolve("download.tmp"))
                        && Files.exists(entry.resolve("genai_config.json"))) {
                    assertThat(entry.resolve("ingot.json")).exists();
                    assertThat(entry.resolve("model.onnx.data")).exists();
                }
            }
        }
    }

    private static List<String> names(final Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        }
    }
}
