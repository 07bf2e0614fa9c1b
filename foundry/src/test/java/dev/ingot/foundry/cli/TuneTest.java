package dev.ingot.foundry.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.Pipeline;
import dev.ingot.error.ModelFormatException;
import dev.ingot.foundry.settings.Environment;
import dev.ingot.foundry.settings.Settings;
import dev.ingot.runtime.GeneratorOptions;
import dev.ingot.runtime.TunedSettings;
import dev.ingot.runtime.Tuning;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TuneTest {

    @TempDir
    Path home;

    private Settings settings() {
        return Settings.of(new Environment(Map.of(), home));
    }

    private GeneratorOptions loading() {
        final var nowhere = new PrintStream(new ByteArrayOutputStream());
        return new LoadingOptions().options(new Terminal(nowhere, nowhere,
                new ByteArrayInputStream(new byte[0]), false, false, new Environment(Map.of(), home)));
    }

    @Test
    void whatIsFoundIsPrintedAndKept() {
        Pipeline.from(Path.of(System.getProperty("ingot.fixtures"), "qwen2")).toOnnx(home.resolve("model"));
        final var outcome = new Cli(home).run("tune", "--model", home.resolve("model").toString());
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out().lines().toList().getFirst()).contains("threads", "spin in us", "tokens/s");
        final TunedSettings kept = settings().tuned(Tuning.machine()).orElseThrow();
        assertThat(outcome.out()).contains("kept: " + kept.threads() + " threads, spinning "
                + kept.spin().toNanos() / 1000 + " us");
    }

    @Test
    void modelsAreLoadedWithWhatWasKeptForThisMachine() {
        assertThat(loading()).isEqualTo(GeneratorOptions.DEFAULT);
        settings().cache(home.resolve("cache"));
        settings().tuned("another", new TunedSettings(64, Duration.ZERO));
        assertThat(loading()).isEqualTo(GeneratorOptions.DEFAULT);
        settings().tuned(Tuning.machine(), new TunedSettings(3, Duration.ofMillis(1)));
        assertThat(loading())
                .isEqualTo(GeneratorOptions.DEFAULT.threads(3).spin(Duration.ofMillis(1)));
        assertThat(settings().tuned("another")).contains(new TunedSettings(64, Duration.ZERO));
        assertThat(settings().cache()).contains(home.resolve("cache"));
    }

    @Test
    void impossibleSettingsAreNamedWithTheirFile() throws IOException {
        Files.createDirectories(home.resolve(".ingot"));
        Files.writeString(settings().file(),
                "{\"tuned\": {\"" + Tuning.machine() + "\": {\"threads\": 0, \"spin_us\": 5}}}");
        assertThatThrownBy(this::loading).isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("settings.json").hasMessageContaining("threads");
    }
}
