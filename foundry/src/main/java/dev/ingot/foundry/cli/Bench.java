package dev.ingot.foundry.cli;

import dev.ingot.OnnxModel;
import dev.ingot.foundry.validate.Benchmark;
import dev.ingot.foundry.validate.BenchmarkLimits;
import dev.ingot.foundry.validate.RunFailure;
import dev.ingot.foundry.validate.Suite;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how fast a model answers. */
@Command(sortOptions = false, sortSynopsis = false, description = "Measure how fast a model answers prompts of several lengths, with"
        + " what memory and processor time, and how good its answers to a suite are. Exit code 1 when a request fails,"
        + " an answer is not what the suite demands, or a limit does not hold.")
final class Bench implements Callable<Integer> {

    @Option(names = "--model", required = true, paramLabel = "NAME|DIR", description = "A model of the cache, or a model's directory.")
    String model = "";

    @Option(names = "--suite", paramLabel = "FILE", description = "Prompts of what the model is used for, with what their answers"
            + " have to be (docs/validation.md); without it prompts are made of a text that Ingot brings along.")
    @Nullable
    Path suite;

    @Option(names = "--rounds", paramLabel = "N", description = "How often each length is asked for; default: 20.")
    @Nullable
    Integer rounds;

    @Option(names = "--warm-up", paramLabel = "N", description = "How often before that, without being counted; default: 3.")
    @Nullable
    Integer warmUp;

    @Option(names = "--max-tokens", paramLabel = "N", description = "Most tokens of an answer; default: 32.")
    @Nullable
    Integer maxTokens;

    @Mixin
    private final MeasureOptions measure = new MeasureOptions();

    @Option(names = "--max-first-token", paramLabel = "SECONDS", description = "Longest time to the first token (95th percentile).")
    @Nullable
    Double maxFirstToken;

    @Option(names = "--max-response", paramLabel = "SECONDS", description = "Longest time to the end of an answer (95th percentile).")
    @Nullable
    Double maxResponse;

    @Option(names = "--min-speed", paramLabel = "TOKENS", description = "Least tokens per second of an answer (median).")
    @Nullable
    Double minSpeed;

    @Option(names = "--min-relevance", paramLabel = "PART", description = "Least mean of the words in common with the expected"
            + " answers, for example 80%% or 0.8, in place of all that the suite demands of each answer.")
    @Nullable
    String minRelevance;

    @Mixin
    private final ReportedRun run = new ReportedRun();

    private final Terminal terminal;

    Bench(final Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        final var report = run.run(model, terminal, this::benchmark, RunFailure::ofBenchmark);
        return report.passed() ? 0 : Failures.ITEM_FAILED;
    }

    private Benchmark benchmark(final OnnxModel found) {
        final var benchmark = MeasureOptions
                .counts(measure.apply(Benchmark.of(found)), rounds, warmUp, maxTokens).limits(limits());
        return suite == null ? benchmark : benchmark.suite(Suite.read(suite));
    }

    private BenchmarkLimits limits() {
        BenchmarkLimits limits = BenchmarkLimits.NONE;
        if (maxFirstToken != null) {
            limits = limits.maxFirstToken(Amounts.seconds("--max-first-token", maxFirstToken));
        }
        if (maxResponse != null) {
            limits = limits.maxResponse(Amounts.seconds("--max-response", maxResponse));
        }
        if (minSpeed != null) {
            limits = limits.minTokensPerSecond(minSpeed);
        }
        return minRelevance == null
                ? limits
                : limits.minRelevance(Amounts.part("--min-relevance", minRelevance));
    }
}
