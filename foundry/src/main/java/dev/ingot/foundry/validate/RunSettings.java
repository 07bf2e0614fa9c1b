package dev.ingot.foundry.validate;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.quality.QualityListener;
import dev.ingot.runtime.GenerationOptions;
import dev.ingot.runtime.GeneratorOptions;
import dev.ingot.runtime.Sampling;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * What the steps of a benchmark or a validation have gathered.
 *
 * @param model        its directory
 * @param name         what it is called in reports
 * @param loading      how it is loaded
 * @param suite        prompts with what their answers have to be
 * @param lengths      of prompts, in tokens; empty for what fits the model
 * @param rounds       how often what is repeated is repeated
 * @param warmUp       how often before that, without being counted
 * @param maxNewTokens most tokens of an answer
 * @param seed         to sample with as the model asks for it; empty to be greedy
 * @param concurrency  requests at a time
 * @param timeout      how long one request may take
 * @param limits       what is demanded
 * @param listener     is told how it goes
 */
record RunSettings(Path model, String name, GeneratorOptions loading, Optional<Suite> suite,
        List<Integer> lengths, int rounds, int warmUp, int maxNewTokens, OptionalLong seed, int concurrency,
        Duration timeout, BenchmarkLimits limits, QualityListener listener) {

    /** Checks the ranges and copies the list. */
    RunSettings {
        lengths = lengths.stream().distinct().sorted().toList();
        lengths.forEach(length -> atLeast("length of a prompt", 1, length));
        atLeast("rounds", 1, rounds);
        atLeast("warm-up", 0, warmUp);
        atLeast("max new tokens", 1, maxNewTokens);
        atLeast("concurrency", 1, concurrency);
        if (!timeout.isPositive()) {
            throw new InvalidOptionException("timeout: expected more than no time, found " + timeout);
        }
    }

    private static void atLeast(final String option, final int least, final int value) {
        if (value < least) {
            throw new InvalidOptionException(option + ": expected at least " + least + ", found " + value);
        }
    }

    /** Loads as asked for, with room for as many requests as there are at a time. */
    GeneratorOptions opening() {
        return loading.sequences(Math.max(loading.sequences(), concurrency));
    }

    /** What a request asks for; its time begins with it. */
    GenerationOptions request() {
        return GenerationOptions.DEFAULT.maxNewTokens(maxNewTokens).deadline(timeout)
                .sampling(seed.isPresent()
                        ? Sampling.modelDefaults().seed(seed.getAsLong())
                        : Sampling.greedy());
    }

    /** Returns these settings with a change. */
    RunSettings with(final Consumer<Draft> change) {
        final var draft = new Draft(this);
        change.accept(draft);
        return draft.settings();
    }

    /** The same settings, open to change; lives for one call of {@link #with}. */
    static final class Draft {

        private final Path model;
        private final String name;
        GeneratorOptions loading = GeneratorOptions.DEFAULT;
        Optional<Suite> suite = Optional.empty();
        List<Integer> lengths = List.of();
        int rounds;
        int warmUp;
        int maxNewTokens;
        OptionalLong seed = OptionalLong.empty();
        int concurrency = 1;
        Duration timeout = Duration.ofSeconds(60);
        BenchmarkLimits limits = BenchmarkLimits.NONE;
        QualityListener listener = QualityListener.NONE;

        Draft(final Path model, final String name, final int rounds, final int warmUp,
                final int maxNewTokens) {
            this.model = model;
            this.name = name;
            this.rounds = rounds;
            this.warmUp = warmUp;
            this.maxNewTokens = maxNewTokens;
        }

        private Draft(final RunSettings from) {
            this(from.model, from.name, from.rounds, from.warmUp, from.maxNewTokens);
            loading = from.loading;
            suite = from.suite;
            lengths = from.lengths;
            seed = from.seed;
            concurrency = from.concurrency;
            timeout = from.timeout;
            limits = from.limits;
            listener = from.listener;
        }

        RunSettings settings() {
            return new RunSettings(model, name, loading, suite, lengths, rounds, warmUp, maxNewTokens, seed,
                    concurrency, timeout, limits, listener);
        }
    }
}
