package dev.ingot.examples;

import dev.ingot.Calibration;
import dev.ingot.Pipeline;
import dev.ingot.quality.Calibrations;
import dev.ingot.quality.McNemar;
import dev.ingot.quality.QuantizeSearch;
import dev.ingot.quality.SearchPoint;
import dev.ingot.quality.SearchReport;
import dev.ingot.runtime.Generator;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The comparison of precisions, as a Markdown table: size, speed, memory, accuracy beside the floats, perplexity and
 * divergence of each.
 *
 * <pre>
 * Evaluate MODELS WORK                                  the usual precisions
 * Evaluate MODELS WORK int4:b32 int4:b128:k_quant ...   these (see PrecisionSpec)
 * Evaluate MODELS WORK --level0 ...                     and the divergence when activations stay floats
 * </pre>
 */
public final class Evaluate {

    private static final String FLOATS = "fp32";
    private static final String LEVEL_0 = "--level0";
    private static final List<String> USUAL = List.of("fp16", "int8:b32", "int8:b128", "int4:b16", "int4:b32",
            "int4:b32:sym", "int4:b32:h4", "int4:b64", "int4:b128", "int4:b32:rtn", "int4:b32:k_quant",
            "int4:b128:k_quant", "int4:b32:hqq", "int4:b32:awq", "int4:b32:gptq", "int4:b128:gptq");

    private final PrintStream out;
    private final Path models;
    private final Path work;
    private final boolean level0;

    private Evaluate(final PrintStream out, final Path models, final Path work, final boolean level0) {
        this.out = out;
        this.models = models;
        this.work = work;
        this.level0 = level0;
    }

    /**
     * Runs the evaluation.
     *
     * @param args directory with hearth-slm, hearth-lora and eval; directory to work in; precisions
     * @throws IOException          if a file cannot be read
     * @throws InterruptedException if the thread is interrupted
     */
    public static void main(final String... args) throws IOException, InterruptedException {
        final List<String> rest = new ArrayList<>(List.of(args).subList(2, args.length));
        final boolean level0 = rest.remove(LEVEL_0);
        new Evaluate(System.out, Path.of(args[0]), Path.of(args[1]), level0)
                .run(rest.isEmpty() ? USUAL : rest);
    }

    private void run(final List<String> specs) throws IOException, InterruptedException {
        final var searched = search(Stream.concat(Stream.of(FLOATS), specs.stream()).distinct().toList(), "");
        final Map<String, SearchPoint> plain = level0
                ? search(specs.stream().filter(spec -> spec.startsWith("int")).toList(), ":a0")
                : Map.of();
        out.println("| precision | MB | tokens/s | to fp32 | memory MB | test of 1000 | hard of 500 |"
                + " perplexity | increase | KL | KL, level 0 | top-1 | when to use it |");
        out.println("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        final Answers floats = answers(FLOATS);
        row(found(searched, FLOATS), floats, floats, "-");
        for (final String spec : specs) {
            final SearchPoint twin = plain.get(spec + ":a0");
            row(found(searched, spec), answers(spec), floats,
                    twin == null ? "-" : String.format(Locale.ROOT, "%.5f", twin.score().divergence()));
        }
        adapter();
    }

    /** Converts, measures and keeps; by name. */
    private Map<String, SearchPoint> search(final List<String> specs, final String suffix)
            throws IOException {
        QuantizeSearch search = QuantizeSearch
                .of(models.resolve("hearth-slm"), Files.readString(models.resolve("eval/perplexity.txt")))
                .work(work).keep();
        for (final String spec : specs) {
            search = search.tryAll(List.of(spec + suffix), calibration());
        }
        final SearchReport report = search.run();
        return report.points().stream().collect(Collectors.toMap(SearchPoint::name, Function.identity()));
    }

    private Calibration calibration() {
        return Calibrations.text(models.resolve("eval/calibration.txt"));
    }

    private static SearchPoint found(final Map<String, SearchPoint> points, final String spec) {
        return Objects.requireNonNull(points.get(spec), spec);
    }

    private Path directory(final String spec) {
        return work.resolve(spec.replaceAll("[^A-Za-z0-9._-]", "-"));
    }

    /** Which questions of the two sets a model answers right. */
    private record Answers(BitSet test, BitSet hard) {}

    private Answers answers(final String spec) throws IOException {
        try (var generator = Generator.open(directory(spec))) {
            return new Answers(set("test").right(generator), set("hard").right(generator));
        }
    }

    private EvaluationSet set(final String name) throws IOException {
        return EvaluationSet.read(models.resolve("eval").resolve(name + ".jsonl"));
    }

    private void row(final SearchPoint point, final Answers answers, final Answers floats, final String level)
            throws IOException, InterruptedException {
        out.println(String.format(Locale.ROOT,
                "| %s | %.2f | %.0f | %.2fx | %s | %s | %s | %.4f | %+.2f %% | %.5f | %s | %.2f %% | %s |",
                point.name(), point.bytes() / 1e6, point.tokensPerSecond(), point.speedup(),
                MemoryUse.ofProcess(directory(point.name())), beside(answers.test(), floats.test()),
                beside(answers.hard(), floats.hard()), point.score().perplexity(),
                point.score().increase() * 100, point.score().divergence(), level,
                point.score().agreement() * 100, Advice.of(point.name())));
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
            out.println();
            out.println("fp32 with hearth-lora: " + set("adapter").correct(generator) + " of 200 scenes, "
                    + set("test").correct(generator) + " of 1000 of test");
        }
    }
}
