package dev.ingot.examples;

import com.sun.management.OperatingSystemMXBean;
import dev.ingot.Blockwise;
import dev.ingot.Gptq;
import dev.ingot.OnnxModel;
import dev.ingot.Pipeline;
import dev.ingot.Precision;
import dev.ingot.PrecisionSpec;
import dev.ingot.QuantizationMethod;
import dev.ingot.quality.Calibrations;
import dev.ingot.quality.McNemar;
import dev.ingot.quality.Quality;
import dev.ingot.quality.TextScore;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.GeneratorOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The comparison of precisions on the shipped model, as two Markdown tables: size, what converting costs, perplexity and
 * divergence of each; then its answers beside those of the floats, question by question, and memory. The shipped model is
 * too small to show speed: that is the part of {@code FormatHarness} among the benchmarks.
 *
 * <pre>
 * Evaluate MODELS WORK                                  the usual precisions
 * Evaluate MODELS WORK int4:b32 int4:b128:k_quant ...   these (see PrecisionSpec); gptq-self is gptq without a text
 * </pre>
 */
public final class Evaluate {

    private static final String FLOATS = "fp32";
    private static final List<String> USUAL = List.of("fp16", "int8:b32", "int4:b32", "int4:b128",
            "int4:b32:gptq",
            "int4:b128:gptq", "int4:b32:k_quant", "int4:b128:k_quant", "int4:b32:sym", "int4:b32:h4",
            "int4:b32:awq", "int4:b128:awq", "int4:b32:hqq", "int4:b128:hqq", "int4:b64",
            "int4:b32:gptq-self",
            "int4:b128:gptq-self", "int4:b32:rtn", "int4:b128:sym", "int4:b128:gptq:h4", "int4:b64:gptq",
            "int8:b128");

    private final PrintStream out;
    private final Path models;
    private final Path work;
    private final Map<String, QuantizationMethod> methods;
    private final Map<String, Converted> converted = new HashMap<>();

    private Evaluate(final PrintStream out, final Path models, final Path work) {
        this.out = out;
        this.models = models;
        this.work = work;
        this.methods = new HashMap<>(
                Calibrations.methods(Calibrations.text(models.resolve("eval/calibration.txt"))));
        methods.put("gptq-self", Gptq.on(Calibrations.selfGenerated()));
    }

    /**
     * Runs the evaluation.
     *
     * @param args directory with hearth-slm, hearth-lora and eval; directory to work in; precisions
     * @throws IOException          if a file cannot be read
     * @throws InterruptedException if the thread is interrupted
     */
    public static void main(final String... args) throws IOException, InterruptedException {
        final List<String> specs = List.of(args).subList(2, args.length);
        new Evaluate(System.out, Path.of(args[0]), Path.of(args[1])).run(specs.isEmpty() ? USUAL : specs);
    }

    private void run(final List<String> rest) throws IOException, InterruptedException {
        final List<String> specs = Stream.concat(Stream.of(FLOATS), rest.stream()).distinct().toList();
        convert(PrecisionSpec.parse("int4"), work.resolve("warm-up"));
        for (final String spec : specs) {
            converted.put(spec, convert(PrecisionSpec.parse(spec, methods), directory(spec)));
        }
        final Map<String, TextScore> scores = scores(specs);
        figures(specs, scores);
        answers(specs);
        adapter();
    }

    /** A model and the processor seconds of this process that making it took, with its compilers'. */
    private record Converted(OnnxModel model, double seconds) {}

    private Converted convert(final Precision precision, final Path directory) {
        final var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        final long before = system.getProcessCpuTime();
        final OnnxModel model = Pipeline.from(models.resolve("hearth-slm")).quantize(precision).overwrite()
                .toOnnx(directory);
        return new Converted(model, (system.getProcessCpuTime() - before) / 1e9);
    }

    private Path directory(final String spec) {
        return work.resolve(spec.replaceAll("[^A-Za-z0-9._-]", "-"));
    }

    /** Compares everything with the floats on one pass through the text; blocks also at accuracy level 0. */
    private Map<String, TextScore> scores(final List<String> specs) {
        final Path floats = directory(FLOATS);
        Quality quality = Quality.of(floats).floats(floats).text(models.resolve("eval/perplexity.txt"))
                .worstBlocks(0);
        for (final String spec : specs) {
            quality = quality.compare(spec, directory(spec));
            if (PrecisionSpec.parse(spec, methods) instanceof Blockwise blocks) {
                final var exact = blocks.operators(blocks.operators().accuracyLevel(0));
                quality = quality.compare(exact(spec), convert(exact, directory(exact(spec))).model()
                        .directory());
            }
        }
        final var scores = new HashMap<String, TextScore>();
        quality.measure().variants()
                .forEach(variant -> scores.put(variant.name(), variant.score().orElseThrow()));
        return scores;
    }

    private static String exact(final String spec) {
        return spec + ":a0";
    }

    /** Which questions of the two sets a model answers right. */
    private record Answers(BitSet test, BitSet hard) {}

    private Answers answers(final String spec) throws IOException {
        // One request at a time: steps of several rows round differently.
        final var options = GeneratorOptions.DEFAULT.threads(1).sequences(1);
        try (var generator = Generator.open(directory(spec), options)) {
            return new Answers(set("test").right(generator), set("hard").right(generator));
        }
    }

    private EvaluationSet set(final String name) throws IOException {
        return EvaluationSet.read(models.resolve("eval").resolve(name + ".jsonl"));
    }

    private void figures(final List<String> specs, final Map<String, TextScore> scores) throws IOException {
        out.println(
                "| precision | weights, MB | conversion, CPU-s | perplexity | KL, level 0 | KL, level 4 | top-1 |");
        out.println("|---|---|---|---|---|---|---|");
        for (final String spec : specs) {
            final Converted made = Objects.requireNonNull(converted.get(spec), spec);
            final TextScore score = Objects.requireNonNull(scores.get(spec), spec);
            out.println(
                    String.format(Locale.ROOT, "| %s | %.2f | %.2f | %.4f | %.6f | %.6f | %.2f %% |", spec,
                            weights(made.model().directory()) / 1e6, made.seconds(), score.perplexity(),
                            scores.getOrDefault(exact(spec), score).divergence(), score.divergence(),
                            score.agreement() * 100));
        }
    }

    private void answers(final List<String> specs) throws IOException, InterruptedException {
        out.println();
        out.println("| precision | test of 1000 | hard of 500 | memory, MB | when to use it |");
        out.println("|---|---|---|---|---|");
        final Answers floats = answers(FLOATS);
        for (final String spec : specs) {
            final Answers own = spec.equals(FLOATS) ? floats : answers(spec);
            out.println(String.format("| %s | %s | %s | %s | %s |", spec, beside(own.test(), floats.test()),
                    beside(own.hard(), floats.hard()), MemoryUse.ofProcess(directory(spec)),
                    Advice.of(spec)));
        }
        out.println();
    }

    private static long weights(final Path directory) throws IOException {
        return Files.size(directory.resolve("model.onnx.data"));
    }

    /** The right answers, and how likely chance alone explains the difference to the floats. */
    private static String beside(final BitSet answers, final BitSet floats) {
        return String.format(Locale.ROOT, "%d (p %.2f)", answers.cardinality(),
                McNemar.of(answers, floats).pValue());
    }

    private void adapter() throws IOException {
        final var adapted = Pipeline.from(models.resolve("hearth-slm")).adapter(models.resolve("hearth-lora"))
                .overwrite().toOnnx(work.resolve("fp32-lora"));
        try (var generator = Generator.open(adapted)) {
            out.println("fp32 with hearth-lora: " + set("adapter").correct(generator) + " of 200 scenes, "
                    + set("test").correct(generator) + " of 1000 of test");
        }
    }
}
