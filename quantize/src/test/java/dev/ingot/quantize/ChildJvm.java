package dev.ingot.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs classes of this module in a JVM with other options. */
public final class ChildJvm {

    private ChildJvm() {}

    /** Runs a JVM to its end, which must be a good one, and returns what it printed. */
    public static String run(final String... arguments) throws IOException, InterruptedException {
        final Path target = Path.of(System.getProperty("basedir"), "target");
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-cp",
                target.resolve("classes") + System.getProperty("path.separator")
                        + target.resolve("test-classes")));
        command.addAll(List.of(arguments));
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
