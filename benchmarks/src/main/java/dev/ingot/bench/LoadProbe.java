package dev.ingot.bench;

import dev.ingot.runtime.GenerationOptions;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.Sampling;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A fresh process that loads a model, answers, and says what that took.
 *
 * @param loadSeconds of {@link Generator#open}, ONNX Runtime's start and cold classes included
 * @param anonymousMb of the whole process after the answer, Java's heap included; 0 where there is no /proc
 */
public record LoadProbe(double loadSeconds, double anonymousMb) {

    private static final int PROMPT = 16;
    private static final int TOKENS = 8;

    /** Runs one, with the heap of the command line. */
    static LoadProbe run(final Path directory) throws IOException, InterruptedException {
        final var words = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                "-Xms16m", "-Xmx1g",
                "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), LoadProbe.class.getName(), directory.toString());
        final var process = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .strip();
        if (process.waitFor() != 0) {
            throw new IOException(words + " ended with " + process.exitValue());
        }
        final String[] figures = text.split(" ", -1);
        return new LoadProbe(Double.parseDouble(figures[0]), Double.parseDouble(figures[1]));
    }

    /**
     * Loads and answers.
     *
     * @param args directory of the model
     * @throws IOException if /proc cannot be read
     */
    public static void main(final String[] args) throws IOException {
        try (var generator = Generator.open(Path.of(args[0]))) {
            generator.generate(Prompts.random(PROMPT),
                    GenerationOptions.DEFAULT.maxNewTokens(TOKENS).sampling(Sampling.greedy()));
            System.out.println(generator.loadTime().toNanos() / 1e9 + " " + anonymousNow());
        }
    }

    private static double anonymousNow() throws IOException {
        final Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        try (var lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("RssAnon:")).findFirst()
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024 / ChildRun.MB).orElse(0.0);
        }
    }
}
