package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.OnnxModel;
import dev.ingot.Pipeline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TuningTest {

    private static final TunedSettings USUAL = new TunedSettings(4, Duration.ofNanos(50_000));

    private static TuningTrial trial(final int threads, final double ratio, final double lowest) {
        return new TuningTrial(new TunedSettings(threads, Duration.ZERO), 100, ratio, lowest, ratio + 0.1);
    }

    @Test
    void theFastestOfThoseThatWereFasterInEveryRoundIsTheBest() {
        final var tuning = new Tuning(USUAL,
                List.of(trial(1, 1.2, 1.1), trial(2, 1.3, 1.05), trial(3, 1.9, 0.99)));
        assertThat(tuning.best()).isEqualTo(new TunedSettings(2, Duration.ZERO));
    }

    @Test
    void whatIsNotSurelyBetterLeavesTheDefault() {
        final var tuning = new Tuning(USUAL,
                List.of(trial(1, 1.5, 0.8), trial(2, 1.02, 1.01), trial(3, 0.5, 0.4)));
        assertThat(tuning.best()).isEqualTo(USUAL);
    }

    @Test
    void settingsReachTheOptions() {
        final var options = new TunedSettings(3, Duration.ofMillis(1))
                .apply(GeneratorOptions.DEFAULT.sequences(2));
        assertThat(options.threads()).hasValue(3);
        assertThat(options.spin()).isEqualTo(Duration.ofMillis(1));
        assertThat(options.sequences()).isEqualTo(2);
    }

    @Test
    void everyNumberOfThreadsIsTriedWithEverySpinning(@TempDir final Path work) {
        final OnnxModel model = Pipeline.from(Path.of(System.getProperty("ingot.fixtures"), "qwen2"))
                .toOnnx(work.resolve("model"));
        final var seen = new ArrayList<TuningTrial>();
        final Tuning tuning = Tuning.measure(model, seen::add);
        assertThat(tuning.trials()).isEqualTo(seen).isNotEmpty();
        assertThat(seen).extracting(TuningTrial::settings).doesNotHaveDuplicates()
                .doesNotContain(tuning.standard())
                .contains(new TunedSettings(1, Duration.ZERO), new TunedSettings(1, Duration.ofMillis(1)));
        assertThat(seen).allSatisfy(trial -> {
            assertThat(trial.tokensPerSecond()).isPositive();
            assertThat(trial.ratio()).isBetween(trial.lowest(), trial.highest());
        });
        assertThat(Tuning.machine()).isEqualTo(Tuning.machine()).matches("[0-9a-f]{12}");
    }
}
