package dev.ingot.examples;

import dev.ingot.runtime.GenerationOptions;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.Sampling;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process that runs a model takes: memory of its own, files that are mapped not counted. Linux tells it. */
public final class MemoryUse {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Pattern ANONYMOUS = Pattern.compile("(?m)^RssAnon:\\s*(\\d+) kB$");

    private MemoryUse() {}

    /**
     * Loads a model, has it answer, and prints the megabytes that this process then has.
     *
     * @param args directory of the model
     * @throws IOException if the system's figures cannot be read
     */
    public static void main(final String... args) throws IOException {
        try (var generator = Generator.open(Path.of(args[0]))) {
            generator.chat(GenerationOptions.DEFAULT.sampling(Sampling.greedy()).maxNewTokens(32))
                    .ask("dim the kitchen lights to 40%");
            final Matcher line = ANONYMOUS.matcher(Files.exists(STATUS) ? Files.readString(STATUS) : "");
            System.out.println(line.find()
                    ? String.format(Locale.ROOT, "%.0f", Long.parseLong(line.group(1)) * 1024 / 1e6)
                    : "-");
        }
    }

    /**
     * Measures in a process of its own.
     *
     * @param model directory of the model
     * @return megabytes, or a dash where the system does not tell
     * @throws IOException          if no process can be started
     * @throws InterruptedException if the thread is interrupted
     */
    static String ofProcess(final Path model) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m", "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"),
                MemoryUse.class.getName(), model.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .strip();
        return process.waitFor() == 0 ? output : "-";
    }
}
