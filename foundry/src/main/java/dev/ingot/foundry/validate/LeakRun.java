package dev.ingot.foundry.validate;

import dev.ingot.error.CancelledException;
import dev.ingot.error.IngotException;
import dev.ingot.foundry.validate.CheckResult.Status;
import dev.ingot.foundry.validate.measure.ProcessProbe;
import dev.ingot.runtime.Cancellation;
import dev.ingot.runtime.GenerationOptions;
import dev.ingot.runtime.Generator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Does the same over and over and looks at memory after each round: answers, a request that is refused and one that is
 * cancelled, since what goes wrong is where memory is forgotten.
 */
final class LeakRun {

    static final String GROUP = "memory";
    private static final List<Prompt> USUAL = List.of(new Prompt.Text("turn on the lamp in the hall"),
            new Prompt.Text("what is the weather like in the mountains, and what should I wear?"));
    private static final int PROMPTS = 4;
    private static final int TOKENS = 32;
    /** Of each round: one that is refused, one that is cancelled. */
    private static final int OUT_OF_THE_ORDINARY = 2;

    private final RunSettings settings;
    private final Generator generator;
    private final Asker asker;
    private final List<Prompt> prompts;
    private final GenerationOptions options;

    LeakRun(final RunSettings settings, final Generator generator) {
        this.settings = settings;
        this.generator = generator;
        asker = new Asker(generator);
        prompts = settings.suite().map(suite -> suite.items().stream().limit(PROMPTS).map(SuiteItem::prompt)
                .toList()).orElse(USUAL);
        options = settings.request().maxNewTokens(Math.min(TOKENS, settings.maxNewTokens()));
    }

    /**
     * What came of it.
     *
     * @param trends   what memory did; resident memory only where the system tells of it
     * @param asked    how many requests that can be answered were made, those of the warm-up too
     * @param failures what went wrong, one sentence for each of them that has no answer
     */
    record Outcome(List<MemoryTrend> trends, int asked, List<String> failures) {}

    Outcome run() {
        final var samples = new ArrayList<ResourceSample>();
        final var failures = new ArrayList<String>();
        final var probe = new ProcessProbe();
        final int all = settings.warmUp() + settings.rounds();
        try {
            for (int round = 0; round < all; round++) {
                settings.listener().onProgress(GROUP, round, all);
                round(failures);
                final ResourceSample sample = probe.sampleCollected();
                if (round >= settings.warmUp()) {
                    samples.add(sample);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("interrupted while a model was validated", e);
        }
        return new Outcome(Stream
                .of(trend("resident memory", samples, sample -> sample.anonymous().isPresent()
                        ? sample.anonymous()
                        : sample.resident()),
                        trend("Java heap", samples, sample -> OptionalLong.of(sample.heap())))
                .flatMap(List::stream).toList(), all * prompts.size(), failures);
    }

    private List<MemoryTrend> trend(final String what, final List<ResourceSample> samples,
            final Function<ResourceSample, OptionalLong> memory) {
        final List<Double> bytes = samples.stream().map(memory).filter(OptionalLong::isPresent)
                .map(it -> (double) it.getAsLong()).toList();
        return bytes.size() < 2
                ? List.of()
                : List.of(MemoryTrend.of(what, bytes, prompts.size() + OUT_OF_THE_ORDINARY));
    }

    private void round(final List<String> failures) {
        prompts.forEach(prompt -> asker.ask(prompt, options).failure().ifPresent(failures::add));
        asker.ask(new int[generator.contextLength() + 1], options);
        final var cancellation = new Cancellation();
        try {
            generator.generate(generator.tokenizer().encodeRendered("turn on the lamp"),
                    options.cancellation(cancellation), token -> cancellation.cancel());
        } catch (CancelledException e) {
            throw e;
        } catch (IngotException e) {
            return; // what a model refuses, it refuses in every round
        }
    }

    /** Says whether the rounds had their answers, and of each kind of memory whether it grows. */
    static List<CheckResult> checks(final Outcome outcome, final Duration time) {
        final List<CheckResult> checks = new ArrayList<>();
        final int failed = outcome.failures().size();
        checks.add(CheckResult.of(GROUP, "requests of the rounds",
                outcome.asked() - failed + " of " + outcome.asked() + " were answered", failed == 0
                        ? List.of()
                        : List.of("expected an answer to each of " + outcome.asked() + " requests, found "
                                + failed + " without one: " + outcome.failures().getFirst()),
                Duration.ZERO));
        final Duration each = time.dividedBy(Math.max(1, outcome.trends().size()));
        outcome.trends().forEach(trend -> checks.add(check(trend, undecidable(outcome, trend), each)));
        return checks;
    }

    private static Optional<String> undecidable(final Outcome outcome, final MemoryTrend trend) {
        if (!ProcessProbe.collectsOnDemand()) {
            return Optional.of("the JVM collects no garbage when asked to (-XX:+DisableExplicitGC?)");
        }
        if (outcome.failures().size() == outcome.asked()) {
            return Optional.of("no request was answered, which says nothing of what answers take");
        }
        return trend.trend().isBounded()
                ? Optional.empty()
                : Optional
                        .of(trend.trend().rounds() + " rounds are too few for an interval; 5 at least tell");
    }

    private static CheckResult check(final MemoryTrend trend, final Optional<String> undecidable,
            final Duration time) {
        final String id = "growth of " + trend.what();
        if (undecidable.isPresent()) {
            return new CheckResult(GROUP, id, Status.UNDECIDED, trend.summary(), List.of(undecidable.get()),
                    time);
        }
        return switch (trend.growth()) {
            case NONE -> new CheckResult(GROUP, id, Status.PASSED, trend.summary(), List.of(), time);
            case SURE -> new CheckResult(GROUP, id, Status.FAILED, trend.summary(),
                    List.of("it grows by at least " + Figures.memory(trend.trend().low())
                            + " with every round of requests, expected at most "
                            + Figures.memory(trend.allowed())),
                    time);
            case UNKNOWN -> new CheckResult(GROUP, id, Status.UNDECIDED, trend.summary(),
                    List.of("the values scatter too much to tell over " + trend.trend().rounds()
                            + " rounds; more rounds would tell"),
                    time);
        };
    }
}
