package dev.ingot.runtime;

import dev.ingot.OnnxModel;
import dev.ingot.error.ModelRunException;
import dev.ingot.io.Digests;
import dev.ingot.runtime.machine.PhysicalCores;
import dev.ingot.runtime.machine.Processor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Which number of threads and which spinning suit a machine, found by trying them on a model. The default settings are
 * kept unless others were faster in every round.
 *
 * @param standard the default settings
 * @param trials   what was tried beside them
 */
public record Tuning(TunedSettings standard, List<TuningTrial> trials) {

    private static final List<Duration> SPINS = List.of(Duration.ZERO, GeneratorOptions.DEFAULT.spin(),
            Duration.ofMillis(1));
    private static final int MACHINE_DIGITS = 12;

    /** Copies the list. */
    public Tuning {
        trials = List.copyOf(trials);
    }

    /**
     * Tries settings. Two copies of the model are loaded at a time.
     *
     * @param model    one of those that will run
     * @param progress called on this thread after each trial
     * @return what came out
     * @throws ModelRunException if ONNX Runtime fails
     */
    public static Tuning measure(final OnnxModel model, final Consumer<TuningTrial> progress) {
        final var standard = new TunedSettings(PhysicalCores.count(), GeneratorOptions.DEFAULT.spin());
        final var trials = new ArrayList<TuningTrial>();
        try (var usual = new TuningRun(model, standard)) {
            for (final TunedSettings settings : candidates(standard)) {
                try (var other = new TuningRun(model, settings)) {
                    trials.add(TuningRun.compare(usual, other));
                    progress.accept(trials.getLast());
                }
            }
        }
        return new Tuning(standard, trials);
    }

    /** One thread, one per core, one per processor, each with every spinning. */
    private static List<TunedSettings> candidates(final TunedSettings standard) {
        final var threads = new TreeSet<>(List.of(1, standard.threads(),
                Runtime.getRuntime().availableProcessors()));
        return threads.stream().flatMap(count -> SPINS.stream().map(spin -> new TunedSettings(count, spin)))
                .filter(settings -> !settings.equals(standard)).toList();
    }

    /**
     * Returns the fastest settings among those that are surely better than the default ones, or these.
     *
     * @return what to load models with on this machine
     */
    public TunedSettings best() {
        return trials.stream().filter(TuningTrial::better).max(Comparator.comparingDouble(TuningTrial::ratio))
                .map(TuningTrial::settings).orElse(standard);
    }

    /**
     * Names this machine: its kind of processor, and how many of them the process may use.
     *
     * @return letters and digits
     */
    public static String machine() {
        return Digests.sha256(Processor.description() + '\n' + Runtime.getRuntime().availableProcessors())
                .substring(0, MACHINE_DIGITS);
    }
}
