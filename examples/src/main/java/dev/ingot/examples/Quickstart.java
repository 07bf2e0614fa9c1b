package dev.ingot.examples;

import static dev.ingot.Precision.INT4;

import dev.ingot.OnnxModel;
import dev.ingot.Pipeline;
import dev.ingot.foundry.FoundryCache;
import dev.ingot.runtime.Generation;
import dev.ingot.runtime.Generator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The whole way on the model that ships with the project: convert, register, list, ask; with sizes and times. */
public final class Quickstart {

    private static final List<String> REQUESTS = List.of("dim the kitchen lights to 40%",
            "set a timer for ten minutes", "turn off the tv and lock the front door");

    private final PrintStream out;

    private Quickstart(final PrintStream out) {
        this.out = out;
    }

    /**
     * Runs the example.
     *
     * @param args directory of the model, directory to work in
     */
    public static void main(final String... args) {
        new Quickstart(System.out).run(Path.of(args[0]), Path.of(args[1]));
    }

    private void run(final Path source, final Path work) {
        final FoundryCache cache = FoundryCache.open(work.resolve("cache"));
        final long start = System.nanoTime();
        final OnnxModel converted = Pipeline.from(source).quantize(INT4).overwrite()
                .toOnnx(work.resolve("hearth-int4"));
        final double seconds = (System.nanoTime() - start) / 1e9;
        out.printf(Locale.ROOT, "converted %s to int4 in %.2f s: %.2f MB -> %.2f MB%n", source.getFileName(),
                seconds,
                size(source),
                size(converted.directory()));
        cache.list().stream().filter(entry -> entry.alias().equals(converted.name()))
                .forEach(entry -> cache.remove(entry.alias()));
        final OnnxModel registered = converted.register(cache);
        cache.list().forEach(entry -> out.printf(Locale.ROOT, "in the cache: %s%n", entry.id()));
        ask(registered);
    }

    private void ask(final OnnxModel model) {
        try (var generator = Generator.open(model)) {
            for (final String request : REQUESTS) {
                final Generation answer = generator.chat().ask(request);
                out.printf(Locale.ROOT, "> %s%n%s   (%d tokens, %.0f tokens/s)%n", request, answer.text(),
                        answer.tokens().size(),
                        answer.timings().tokensPerSecond());
            }
        }
    }

    private static double size(final Path directory) {
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*\\.(safetensors|onnx|data)"))
                    .mapToLong(file -> file.toFile().length()).sum() / 1e6;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
