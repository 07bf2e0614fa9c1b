package dev.ingot.foundry.settings;

import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import dev.ingot.io.AtomicFile;
import dev.ingot.io.ExclusiveLock;
import dev.ingot.io.OldContent;
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
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Ingot's own settings, {@code .ingot/settings.json} under the user's home directory. Those who change them take turns, among
 * threads and processes, by {@code settings.lock} beside the file; reading takes no lock.
 */
public final class Settings {

    private static final String CACHE = "cache";
    private static final String TUNED = "tuned";
    private static final String THREADS = "threads";
    private static final String SPIN = "spin_us";
    private static final int LONGEST_SPIN = 1_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

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
     * @throws ModelFormatException if the file is damaged
     */
    public Optional<Path> cache() {
        return read("ingot cache cd DIR",
                json -> json.string(CACHE).filter(text -> !text.isBlank()).map(this::path));
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
     * @return where the file's content is kept if it was damaged, so that nothing of it could stay; else empty
     * @throws StorageException if the settings cannot be written, or somebody else does not finish doing so
     */
    public Optional<Path> cache(final Path directory) {
        return change(values -> values.put(CACHE, directory.toAbsolutePath().normalize().toString()));
    }

    /**
     * Returns how a machine runs models best.
     *
     * @param machine its name
     * @return threads and spinning, or empty when they were never looked for
     * @throws ModelFormatException if the file is damaged
     */
    public Optional<TunedSettings> tuned(final String machine) {
        return read("ingot tune --model NAME",
                json -> json.object(TUNED).flatMap(all -> all.object(machine)).map(this::tuned));
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
     * @return where the file's content is kept if it was damaged, so that nothing of it could stay; else empty
     * @throws StorageException if the settings cannot be written, or somebody else does not finish doing so
     */
    public Optional<Path> tuned(final String machine, final TunedSettings settings) {
        return change(values -> {
            final var all = new LinkedHashMap<String, @Nullable Object>();
            if (values.get(TUNED) instanceof Map<?, ?> known) {
                known.forEach((other, value) -> all.put(String.valueOf(other), value));
            }
            all.put(machine, Map.of(THREADS, settings.threads(), SPIN, settings.spin().toNanos() / 1000));
            values.put(TUNED, all);
        });
    }

    /** Whoever cannot go on hears what writes the file anew. */
    private <T> Optional<T> read(final String mending, final Function<JsonObject, Optional<T>> value) {
        try {
            return Files.exists(file) ? value.apply(JsonFiles.read(file)) : Optional.empty();
        } catch (ModelFormatException e) {
            throw ModelFormatException.at(file, e.subject().orElse(null), e.offset().orElse(-1), e.expected(),
                    e.found() + " (\"" + mending + "\" writes it anew)", e);
        }
    }

    private Optional<Path> change(final Consumer<Map<String, @Nullable Object>> edit) {
        final Path directory = directory();
        try (var _ = ExclusiveLock.acquire(directory.resolve("settings.lock"), PATIENCE)
                .orElseThrow(this::busy)) {
            final var values = new LinkedHashMap<String, @Nullable Object>();
            final Optional<Path> kept = known(values);
            edit.accept(values);
            AtomicFile.write(file, JsonFiles.pretty(values, 2));
            return kept;
        }
    }

    private Path directory() {
        try {
            return Files.createDirectories(Objects.requireNonNull(file.toAbsolutePath().getParent()));
        } catch (IOException e) {
            throw new StorageException("write", file, e);
        }
    }

    private StorageException busy() {
        return new StorageException("the settings " + file
                + " are in use: another process or thread is changing them and has not finished within "
                + PATIENCE.toSeconds() + " s");
    }

    /** Nothing can be taken from a damaged file; what it holds is kept, for whoever wants to mend it by hand. */
    private Optional<Path> known(final Map<String, @Nullable Object> values) {
        try {
            if (Files.exists(file)) {
                values.putAll(JsonFiles.read(file).asMap());
            }
            return Optional.empty();
        } catch (ModelFormatException e) {
            return Optional.of(keep());
        }
    }

    private Path keep() {
        try {
            return OldContent.keep(file);
        } catch (IOException e) {
            throw new StorageException("keep a copy of", file, e);
        }
    }
}
