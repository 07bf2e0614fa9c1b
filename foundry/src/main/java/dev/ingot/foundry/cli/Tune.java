package dev.ingot.foundry.cli;

import dev.ingot.foundry.settings.Settings;
import dev.ingot.runtime.TunedSettings;
import dev.ingot.runtime.Tuning;
import dev.ingot.runtime.TuningTrial;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finds out how this machine runs models best. */
@Command(description = "Try numbers of threads and spinning on a model, and keep what is best for this machine in"
        + " Ingot's own settings; generate and model run use it from then on. Let nothing else run meanwhile.")
final class Tune implements Callable<Integer> {

    private static final String ROW = "%7s  %10s  %12s  %s%n";

    @Option(names = "--model", required = true, paramLabel = "NAME|DIR", description = "A model of the cache, or a model's directory.")
    String model = "";

    @Mixin
    private final CacheOption cache = new CacheOption();
    private final Terminal terminal;

    Tune(final Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        final var found = ModelSource.find(model, cache.open(terminal));
        terminal.out().printf(ROW, "threads", "spin in us", "tokens/s",
                "times the default (range of the rounds)");
        final Tuning tuning = Tuning.measure(found, this::print);
        final TunedSettings best = tuning.best();
        final var settings = Settings.of(terminal.environment());
        settings.tuned(Tuning.machine(), best)
                .ifPresent(kept -> terminal.note(CacheCd.kept(settings, kept)));
        terminal.out().printf("kept: %d threads, spinning %d us%s%n", best.threads(), micros(best),
                best.equals(tuning.standard()) ? ", the default: nothing was surely faster" : "");
        return 0;
    }

    private void print(final TuningTrial trial) {
        terminal.out().printf(ROW, trial.settings().threads(), micros(trial.settings()),
                "%.1f".formatted(trial.tokensPerSecond()),
                "%.2f (%.2f - %.2f)".formatted(trial.ratio(), trial.lowest(), trial.highest()));
    }

    private static long micros(final TunedSettings settings) {
        return settings.spin().toNanos() / 1000;
    }
}
