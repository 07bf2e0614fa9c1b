package dev.ingot.foundry.settings;

import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import dev.ingot.io.AtomicFile;
import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonObject;
import dev.ingot.runtime.TunedSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ingot's own settings, {@code .ingot/settings.json} under the user's home directory. */
public final class Settings {

    private static final String CACHE = "cache";
    private static final String TUNED = "tuned";
    private static final String THREADS = "threads";
    private static final String SPIN = "spin_us";
    private static final int LONGEST_SPIN = 1_000_000;

    private final Path file;

    private Settings(final Path file) {
        this.file = file;
    }

    /**
     * Returns the settings of a user.
     *
     * @param environment whose home directory counts
     * @return the settings; the file need not exist
     */
    public static Settings of(final Environment environment) {
        return new Settings(environment.home().resolve(".ingot").resolve("settings.json"));
    }

    /**
     * Returns where the settings are kept.
     *
     * @return the file
     */
    public Path file() {
        return file;
    }

    /**
     * Returns the cache directory that was chosen.
     *
     * @return the directory, or empty when none was
     * @throws dev.ingot.error.ModelFormatException if the file is damaged
     */
    public Optional<Path> cache() {
        return Files.exists(file)
                ? JsonFiles.read(file).string(CACHE).filter(text -> !text.isBlank()).map(this::path)
                : Optional.empty();
    }

    private Path path(final String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw ModelFormatException.at(file, CACHE, -1, "a directory",
                    "\"" + text.replace('\0', '?') + "\"", e);
        }
    }

    /**
     * Remembers a cache directory; other settings stay.
     *
     * @param directory the directory, kept as absolute path
     */
    public void cache(final Path directory) {
        put(CACHE, directory.toAbsolutePath().normalize().toString());
    }

    /**
     * Returns how a machine runs models best.
     *
     * @param machine its name
     * @return threads and spinning, or empty when they were never looked for
     * @throws dev.ingot.error.ModelFormatException if the file is damaged
     */
    public Optional<TunedSettings> tuned(final String machine) {
        return Files.exists(file)
                ? JsonFiles.read(file).object(TUNED).flatMap(all -> all.object(machine)).map(this::tuned)
                : Optional.empty();
    }

    private TunedSettings tuned(final JsonObject found) {
        final int threads = found.integer(THREADS).orElse(0);
        final int spin = found.integer(SPIN).orElse(-1);
        if (threads < 1 || spin < 0 || spin > LONGEST_SPIN) {
            throw ModelFormatException.of(file, TUNED,
                    "\"threads\" of at least 1 and \"spin_us\" from 0 to " + LONGEST_SPIN,
                    threads + " and " + spin);
        }
        return new TunedSettings(threads, Duration.of(spin, ChronoUnit.MICROS));
    }

    /**
     * Remembers how a machine runs models best; what is known of other machines stays.
     *
     * @param machine  its name
     * @param settings threads and spinning
     */
    public void tuned(final String machine, final TunedSettings settings) {
        final var all = new LinkedHashMap<String, @Nullable Object>();
        if (Files.exists(file)) {
            JsonFiles.read(file).object(TUNED).ifPresent(known -> all.putAll(known.asMap()));
        }
        all.put(machine, Map.of(THREADS, settings.threads(), SPIN, settings.spin().toNanos() / 1000));
        put(TUNED, all);
    }

    private void put(final String key, final Object value) {
        final var values = new LinkedHashMap<String, @Nullable Object>();
        if (Files.exists(file)) {
            values.putAll(JsonFiles.read(file).asMap());
        }
        values.put(key, value);
        try {
            final Path parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
        } catch (IOException e) {
            throw new StorageException("write", file, e);
        }
        AtomicFile.write(file, JsonFiles.pretty(values, 2));
    }
}
