package dev.ingot.runtime;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a class of the tests in a JVM of its own. */
public final class ChildJvm {

    private ChildJvm() {}

    /** What this JVM sees, modules or not, as one class path. */
    public static String classPath() {
        return String.join(File.pathSeparator, System.getProperty("jdk.module.path", ""),
                System.getProperty("java.class.path"),
                Path.of("target/test-classes").toAbsolutePath().toString());
    }

    /** Prepares one that sees what this one sees, by its environment: ONNX Runtime bears no long command line. */
    public static ProcessBuilder prepare(final List<String> options, final Class<?> main,
            final List<String> arguments) {
        final var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                        "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(options);
        command.add(main.getName());
        command.addAll(arguments);
        final var builder = new ProcessBuilder(command);
        builder.environment().put("CLASSPATH", classPath());
        return builder;
    }
}
