package dev.ingot.examples;

import static dev.ingot.Precision.INT4;

import dev.ingot.Pipeline;
import dev.ingot.foundry.validate.Benchmark;
import dev.ingot.foundry.validate.Suite;
import dev.ingot.foundry.validate.Validator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says whether the shipped model is fit for use once it is quantized, and measures how fast it answers, and how well. */
public final class ValidateModel {

    private ValidateModel() {}

    /**
     * Converts, validates, measures, and writes the reports as pages.
     *
     * @param args directory of the model, suite, directory to write, page of the validation, page of the benchmark
     * @throws IOException if a page cannot be written
     */
    public static void main(final String... args) throws IOException {
        final Path hfDir = Path.of(args[0]);
        final Path suite = Path.of(args[1]);
        final Path out = Path.of(args[2]);
        final Path page = Path.of(args[3]);
        final Path speed = Path.of(args[4]);
        var model = Pipeline.from(hfDir).quantize(INT4).toOnnx(out);
        // README-begin
        var validation = Validator.of(model).suite(Suite.read(suite)).rounds(20).run();
        Files.writeString(page, validation.toHtml());
        System.out.println(validation.passed() ? "fit for use" : validation.toText());
        // README-end
        var benchmark = Benchmark.of(model).suite(Suite.read(suite)).lengths(16, 64).maxNewTokens(32).run();
        Files.writeString(speed, benchmark.toHtml());
        System.out.print(benchmark.toText());
    }
}
