package dev.ingot.foundry.validate;

import dev.ingot.OnnxModel;
import dev.ingot.foundry.validate.measure.ResourceRecorder;
import dev.ingot.runtime.Generator;

/**
 * Measures how fast a model answers prompts of several lengths, what memory and processor time that takes, and, with a suite,
 * how good its answers are: the suite's text is what the prompts of several lengths are cut out of, and each of its items is
 * asked once for the quality of its answer, which has to be all that the suite demands
 * ({@link BenchmarkLimits#minRelevance(double)} demands less). Every step returns a new object and does nothing yet;
 * {@link #run()} does the work. Immutable and thread-safe.
 *
 * <pre>{@code
 * BenchmarkReport report = Benchmark.of(model).lengths(16, 256).rounds(100).suite(Suite.read(file)).run();
 * }</pre>
 */
public final class Benchmark extends Measurement<Benchmark, BenchmarkReport> {

    private static final int ROUNDS = 20;
    private static final int WARM_UP = 3;
    private static final int NEW_TOKENS = 32;

    private Benchmark(final RunSettings settings) {
        super(settings);
    }

    /**
     * Begins with a model: 20 requests for each length, after 3 that do not count, for answers of 32 tokens.
     *
     * @param model the model
     * @return a benchmark of prompts that Ingot brings along
     */
    public static Benchmark of(final OnnxModel model) {
        return new Benchmark(
                new RunSettings.Draft(model.directory(), model.name(), ROUNDS, WARM_UP, NEW_TOKENS)
                        .settings());
    }

    @Override
    Benchmark changed(final RunSettings settings) {
        return new Benchmark(settings);
    }

    /**
     * Sets what is demanded. Without it: an answer to every request.
     *
     * @param value the limits
     * @return a new benchmark
     */
    public Benchmark limits(final BenchmarkLimits value) {
        return with(draft -> draft.limits = value);
    }

    @Override
    public BenchmarkReport run() {
        try (var generator = Generator.open(settings().model(), settings().opening())) {
            return run(generator);
        }
    }

    @Override
    public BenchmarkReport run(final Generator generator) {
        final var settings = settings();
        final var lengths = LengthSweep.lengths(settings, generator.contextLength());
        try (var clients = new Clients(settings.concurrency()); var recorder = new ResourceRecorder()) {
            final var results = new LengthSweep(settings, generator, clients).run(lengths);
            final var quality = settings.suite().map(suite -> new AnswerQuality(
                    new AnswerRun(settings, generator, clients).run(suite)));
            return new BenchmarkReport(settings.name(), Machine.current(), settings.concurrency(),
                    settings.maxNewTokens(), generator.loadTime(), results, quality, recorder.use(),
                    settings.limits());
        }
    }
}
