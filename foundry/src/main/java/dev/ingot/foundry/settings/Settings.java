package dev.ingot.foundry.settings;

import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import dev.ingot.io.AtomicFile;
import dev.ingot.json.JsonFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ingot's own settings, {@code .ingot/settings.json} under the user's home directory. */
public final class Settings {

    private static final String CACHE = "cache";

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
        final var values = new LinkedHashMap<String, @Nullable Object>();
        if (Files.exists(file)) {
            values.putAll(JsonFiles.read(file).asMap());
        }
        values.put(CACHE, directory.toAbsolutePath().normalize().toString());
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
