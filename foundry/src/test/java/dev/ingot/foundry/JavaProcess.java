package dev.ingot.foundry;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a class of the tests, or of what they test, in a JVM of its own. */
public final class JavaProcess {

    private JavaProcess() {}

    /** Starts a JVM that sees what this one sees; its errors go where ours go. */
    public static Process start(final List<String> options, final Class<?> main, final String... arguments)
            throws IOException {
        return builder(options, main, arguments).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** Prepares one, to be started somewhere else or with other streams. */
    public static ProcessBuilder builder(final List<String> options, final Class<?> main,
            final String... arguments) {
        final String classPath = String.join(File.pathSeparator, System.getProperty("jdk.module.path", ""),
                System.getProperty("java.class.path"),
                Path.of("target/test-classes").toAbsolutePath().toString());
        final var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xshare:auto", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }
}
