package dev.ingot.examples;

import dev.ingot.Blockwise;
import dev.ingot.Pipeline;
import dev.ingot.Precision;
import dev.ingot.runtime.Generator;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What quantization costs: accuracy, perplexity and divergence of each precision, as a Markdown table. */
public final class Evaluate {

    private static final int WINDOW = 512;

    private final PrintStream out;
    private final Path models;
    private final Path work;

    private Evaluate(final PrintStream out, final Path models, final Path work) {
        this.out = out;
        this.models = models;
        this.work = work;
    }

    /**
     * Runs the evaluation.
     *
     * @param args directory with hearth-slm, hearth-lora and eval; directory to work in
     * @throws IOException if a file cannot be read
     */
    public static void main(final String... args) throws IOException {
        new Evaluate(System.out, Path.of(args[0]), Path.of(args[1])).run();
    }

    private void run() throws IOException {
        final Pipeline base = Pipeline.from(models.resolve("hearth-slm")).overwrite();
        final var adapted = base.adapter(models.resolve("hearth-lora"));
        out.println(
                "| model | MB | test of 1000 | hard of 500 | adapter of 200 | perplexity | KL per token |");
        out.println("|---|---|---|---|---|---|---|");
        try (var reference = open(base.quantize(Precision.FP32), "fp32")) {
            row("fp32", reference, reference);
            for (final Precision precision : List.of(Precision.INT8, Precision.INT4,
                    Precision.INT4.blockSize(128), Precision.INT4.symmetric())) {
                final String name = name(precision);
                try (var generator = open(base.quantize(precision), name)) {
                    row(name, generator, reference);
                }
            }
            try (var generator = open(adapted.quantize(Precision.FP32), "fp32-lora")) {
                row("fp32 with hearth-lora", generator, generator);
            }
        }
    }

    private static String name(final Precision precision) {
        return precision instanceof Blockwise b
                ? b.label() + "-b" + b.blockSize() + (b.zeroPoints() ? "-asym" : "-sym")
                : precision.label();
    }

    private Generator open(final Pipeline pipeline, final String name) {
        return Generator.open(pipeline.toOnnx(work.resolve(name)));
    }

    private void row(final String name, final Generator generator, final Generator reference)
            throws IOException {
        final Path eval = models.resolve("eval");
        final String text = Files.readString(eval.resolve("perplexity.txt"));
        final TextScore score = TextScore.of(generator, reference, text, WINDOW);
        out.println(String.format(Locale.ROOT, "| %s | %.2f | %d | %d | %d | %.4f | %.5f |", name,
                megabytes(work.resolve(name.replace(" with hearth", "").replace(' ', '-')),
                        "model.onnx.data"),
                EvaluationSet.read(eval.resolve("test.jsonl")).correct(generator),
                EvaluationSet.read(eval.resolve("hard.jsonl")).correct(generator),
                EvaluationSet.read(eval.resolve("adapter.jsonl")).correct(generator), score.perplexity(),
                score.divergence()));
    }

    private static double megabytes(final Path directory, final String file) throws IOException {
        return Files.size(directory.resolve(file)) / 1e6;
    }
}
