package dev.ingot.foundry.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.ModelFormatException;
import dev.ingot.foundry.JavaProcess;
import dev.ingot.runtime.TunedSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ingot's own settings. */
class SettingsTest {

    private static final int WRITES = 30;

    @TempDir
    private Path home;

    private Settings settings = of(Path.of(""));

    @BeforeEach
    void open() {
        settings = of(home);
    }

    private static Settings of(final Path home) {
        return Settings.of(new Environment(Map.of(), home));
    }

    /** Tunes machines whose names begin with a prefix. */
    private static void tune(final Settings settings, final String prefix) {
        for (int i = 0; i < WRITES; i++) {
            settings.tuned(prefix + i, new TunedSettings(i + 1, Duration.ZERO));
        }
    }

    /** What the other process does. */
    static final class Tuner {

        private Tuner() {}

        public static void main(final String... args) {
            tune(of(Path.of(args[0])), "process ");
        }
    }

    @Test
    void processesAndThreadsThatWriteAtOnceLoseNothing() throws IOException, InterruptedException {
        final Process other = JavaProcess.start(List.of(), Tuner.class, home.toString());
        IntStream.range(0, 2).parallel().forEach(thread -> tune(settings, "thread " + thread + " "));
        assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(other.exitValue()).isZero();
        assertThat(Stream.of("process ", "thread 0 ", "thread 1 ").flatMap(
                prefix -> IntStream.range(0, WRITES).mapToObj(i -> settings.tuned(prefix + i))))
                .hasSize(3 * WRITES).allMatch(found -> found.isPresent());
    }

    private void damage(final String text) throws IOException {
        Files.createDirectories(home.resolve(".ingot"));
        Files.writeString(settings.file(), text);
    }

    @Test
    void whatIsDamagedIsKeptAndWrittenAnew() throws IOException {
        damage("{\"cache\": \"/a\",");
        assertThatThrownBy(settings::cache).isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("settings.json").hasMessageContaining("ingot cache cd DIR");
        assertThatThrownBy(() -> settings.tuned("m")).hasMessageContaining("ingot tune");
        final Path kept = settings.cache(home.resolve("new")).orElseThrow();
        assertThat(kept).hasFileName("settings.json.old").hasContent("{\"cache\": \"/a\",");
        assertThat(settings.cache()).contains(home.resolve("new"));
        assertThat(settings.cache(home)).isEmpty();
        damage("[]");
        assertThat(settings.tuned("m", new TunedSettings(2, Duration.ZERO)).orElseThrow())
                .hasFileName("settings.json.old.2");
        assertThat(settings.tuned("m")).isPresent();
        assertThat(settings.cache()).isEmpty();
    }

    @Test
    void aValueOfAnotherTypeGivesWay() throws IOException {
        damage("{\"cache\": 5, \"tuned\": [1], \"theme\": \"dark\"}");
        assertThat(settings.tuned("m", new TunedSettings(2, Duration.ZERO))).isEmpty();
        assertThat(settings.cache(home)).isEmpty();
        assertThat(settings.tuned("m")).isPresent();
        assertThat(settings.cache()).contains(home);
        assertThat(settings.file()).content().contains("\"theme\": \"dark\"");
    }
}
