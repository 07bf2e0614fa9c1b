package dev.ingot.foundry.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.ModelFormatException;
import dev.ingot.foundry.settings.CacheLocation.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheLocationTest {

    @TempDir
    private Path home;

    private Environment environment(final Map<String, String> variables) {
        return new Environment(variables, home);
    }

    @Test
    void theCallerThenTheVariableThenTheSettingsThenTheDefaultDecide() {
        final var plain = environment(Map.of());
        final var variable = environment(Map.of("INGOT_CACHE", home.resolve("v").toString()));
        assertThat(CacheLocation.find(Optional.empty(), plain))
                .isEqualTo(new CacheLocation(home.resolve(".foundry/cache/models"), Origin.DEFAULT));
        Settings.of(plain).cache(home.resolve("s"));
        assertThat(CacheLocation.find(Optional.empty(), plain))
                .isEqualTo(new CacheLocation(home.resolve("s"), Origin.SETTINGS));
        assertThat(CacheLocation.find(Optional.empty(), variable))
                .isEqualTo(new CacheLocation(home.resolve("v"), Origin.VARIABLE));
        assertThat(CacheLocation.find(Optional.of(home.resolve("c")), variable))
                .isEqualTo(new CacheLocation(home.resolve("c"), Origin.CALLER));
    }

    @Test
    void aBlankVariableIsNone() {
        assertThat(CacheLocation.find(Optional.empty(), environment(Map.of("INGOT_CACHE", " "))).origin())
                .isEqualTo(Origin.DEFAULT);
    }

    @Test
    void otherSettingsStay() throws IOException {
        final var settings = Settings.of(environment(Map.of()));
        Files.createDirectories(home.resolve(".ingot"));
        Files.writeString(settings.file(), "{\"theme\": \"dark\", \"cache\": \"/old\"}");
        settings.cache(home.resolve("new"));
        assertThat(settings.file()).content().contains("\"theme\": \"dark\"").doesNotContain("/old");
        assertThat(settings.cache()).contains(home.resolve("new"));
    }

    @Test
    void damagedSettingsAreNamed() throws IOException {
        final var settings = Settings.of(environment(Map.of()));
        Files.createDirectories(home.resolve(".ingot"));
        Files.writeString(settings.file(), "{\"cache\": 5}");
        assertThatThrownBy(settings::cache).isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("settings.json").hasMessageContaining("cache");
    }

    @Test
    void theHomeDirectoryIsTheOneFoundryTakes() {
        assertThat(Environment.of(Map.of("HOME", "/h"), false, "/f").home()).isEqualTo(Path.of("/h"));
        assertThat(Environment.of(Map.of(), false, "/f").home()).isEqualTo(Path.of("/f"));
        assertThat(Environment.of(Map.of("USERPROFILE", "/u", "HOME", "/h"), true, "/f").home())
                .isEqualTo(Path.of("/u"));
        assertThat(Environment.of(Map.of("HOMEDRIVE", "/d", "HOMEPATH", "/p"), true, "/f").home())
                .isEqualTo(Path.of("/d/p"));
        assertThat(Environment.of(Map.of("HOMEPATH", "/p"), true, "/f").home()).isEqualTo(Path.of("/f"));
    }
}
