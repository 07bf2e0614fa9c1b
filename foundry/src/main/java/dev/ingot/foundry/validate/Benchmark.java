package dev.ingot.foundry.validate;

import dev.ingot.OnnxModel;
import dev.ingot.error.CancelledException;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.foundry.validate.measure.ResourceRecorder;
import dev.ingot.quality.QualityListener;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.GeneratorOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Measures how fast a model answers prompts of several lengths, what memory and processor time that takes, and, with a suite,
 * how good its answers are. Every step returns a new object and does nothing yet; {@link #run()} does the work. Immutable and
 * thread-safe.
 *
 * <pre>{@code
 * BenchmarkReport report = Benchmark.of(model).lengths(16, 256).rounds(100).suite(Suite.read(file)).run();
 * }</pre>
 */
public final class Benchmark {

    private static final int ROUNDS = 20;
    private static final int WARM_UP = 3;
    private static final int NEW_TOKENS = 32;

    private final RunSettings settings;

    private Benchmark(final RunSettings settings) {
        this.settings = settings;
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

    private Benchmark with(final Consumer<RunSettings.Draft> change) {
        return new Benchmark(settings.with(change));
    }

    /**
     * Adds prompts of what the model is used for: their text is what the prompts of several lengths are cut out of, and each
     * is asked once for the quality of its answer, which has to be all that the suite demands
     * ({@link BenchmarkLimits#minRelevance(double)} demands less).
     *
     * @param suite prompts and what their answers have to be
     * @return a new benchmark
     */
    public Benchmark suite(final Suite suite) {
        return with(draft -> draft.suite = Optional.of(suite));
    }

    /**
     * Sets the lengths of prompts. Without it: 16, 64, 256, 1,024 and 4,096 tokens, as far as the model's context goes.
     *
     * @param tokens lengths, each at least 1
     * @return a new benchmark
     * @throws InvalidOptionException if there is none, or one is less than 1
     */
    public Benchmark lengths(final int... tokens) {
        if (tokens.length == 0) {
            throw new InvalidOptionException("lengths: expected at least one, found none");
        }
        return with(draft -> draft.lengths = Arrays.stream(tokens).boxed().toList());
    }

    /**
     * Sets how many requests are made for each length. 20 are needed for a 95th percentile, 100 for a 99th.
     *
     * @param count at least 1
     * @return a new benchmark
     * @throws InvalidOptionException if it is less
     */
    public Benchmark rounds(final int count) {
        return with(draft -> draft.rounds = count);
    }

    /**
     * Sets how many requests of each length are made before, without being counted.
     *
     * @param count 0 or more
     * @return a new benchmark
     * @throws InvalidOptionException if it is less
     */
    public Benchmark warmUp(final int count) {
        return with(draft -> draft.warmUp = count);
    }

    /**
     * Sets how many tokens answers have: exactly so many for the prompts of several lengths, at most so many for those of the
     * suite that name no number of their own.
     *
     * @param count at least 1
     * @return a new benchmark
     * @throws InvalidOptionException if it is less
     */
    public Benchmark maxNewTokens(final int count) {
        return with(draft -> draft.maxNewTokens = count);
    }

    /**
     * Samples as the model asks for it, and takes prompts from other places of the text. Without it answers are greedy.
     *
     * @param value the same seed gives the same answers, one at a time
     * @return a new benchmark
     */
    public Benchmark seed(final long value) {
        return with(draft -> draft.seed = OptionalLong.of(value));
    }

    /**
     * Sets how many users there are: each asks again as soon as it has its answer.
     *
     * @param users at least 1
     * @return a new benchmark
     * @throws InvalidOptionException if there are fewer
     */
    public Benchmark concurrency(final int users) {
        return with(draft -> draft.concurrency = users);
    }

    /**
     * Sets how long a request may take; one that takes longer has failed. Without it: 60 seconds.
     *
     * @param value more than no time
     * @return a new benchmark
     * @throws InvalidOptionException if it is not
     */
    public Benchmark timeout(final Duration value) {
        return with(draft -> draft.timeout = value);
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

    /**
     * Sets how the model is loaded.
     *
     * @param value the options; as many sequences as there are users are added
     * @return a new benchmark
     */
    public Benchmark loading(final GeneratorOptions value) {
        return with(draft -> draft.loading = value);
    }

    /**
     * Is told how the work goes.
     *
     * @param value called from the thread that measures
     * @return a new benchmark
     */
    public Benchmark listener(final QualityListener value) {
        return with(draft -> draft.listener = value);
    }

    /**
     * Loads the model, measures, and frees it.
     *
     * @return the report
     * @throws InvalidOptionException if a length does not fit the model
     * @throws CancelledException     if the thread is interrupted
     */
    public BenchmarkReport run() {
        try (var generator = Generator.open(settings.model(), settings.opening())) {
            return run(generator);
        }
    }

    /**
     * Measures a model that is loaded.
     *
     * @param generator with the model; stays open
     * @return the report
     * @throws InvalidOptionException if a length does not fit the model
     * @throws CancelledException     if the thread is interrupted
     */
    public BenchmarkReport run(final Generator generator) {
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
