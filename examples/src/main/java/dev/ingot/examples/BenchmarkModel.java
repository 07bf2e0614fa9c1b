package dev.ingot.examples;

import static dev.ingot.Precision.INT4;

import dev.ingot.Pipeline;
import dev.ingot.foundry.validate.Benchmark;
import dev.ingot.foundry.validate.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Measures how fast the shipped model answers, and how well. */
public final class BenchmarkModel {

    private BenchmarkModel() {}

    /**
     * Converts, measures, and writes the report as a page.
     *
     * @param args directory of the model, suite, directory to write, page to write
     * @throws IOException if the page cannot be written
     */
    public static void main(final String... args) throws IOException {
        final Path hfDir = Path.of(args[0]);
        final Path suite = Path.of(args[1]);
        final Path out = Path.of(args[2]);
        final Path page = Path.of(args[3]);
        var model = Pipeline.from(hfDir).quantize(INT4).toOnnx(out);
        // README-begin
        var benchmark = Benchmark.of(model).suite(Suite.read(suite)).lengths(16, 64).maxNewTokens(32).run();
        Files.writeString(page, benchmark.toHtml());
        System.out.print(benchmark.toText());
        // README-end
    }
}
