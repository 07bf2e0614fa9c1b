package dev.ingot.foundry.settings;

import dev.ingot.error.InvalidOptionException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which cache is meant.
 *
 * @param path   its root, absolute
 * @param origin who says so
 */
public record CacheLocation(Path path, Origin origin) {

    /** Name of the environment variable. */
    public static final String VARIABLE = "INGOT_CACHE";

    /** Who names a cache, the strongest first. */
    public enum Origin {
        /** The caller. */
        CALLER,
        /** The environment variable INGOT_CACHE. */
        VARIABLE,
        /** Ingot's settings file. */
        SETTINGS,
        /** Nobody: it is where Foundry Local's command line keeps its models. */
        DEFAULT
    }

    /**
     * Finds the cache.
     *
     * @param explicit    what the caller names
     * @param environment variables and home directory
     * @return the location
     * @throws InvalidOptionException if the variable is not a path
     */
    public static CacheLocation find(final Optional<Path> explicit, final Environment environment) {
        if (explicit.isPresent()) {
            return at(explicit.get(), Origin.CALLER);
        }
        final Optional<String> variable = environment.variable(VARIABLE);
        if (variable.isPresent()) {
            return at(parse(variable.get()), Origin.VARIABLE);
        }
        return Settings.of(environment).cache().map(path -> at(path, Origin.SETTINGS))
                .orElseGet(() -> at(environment.home().resolve(".foundry").resolve("cache").resolve("models"),
                        Origin.DEFAULT));
    }

    private static CacheLocation at(final Path path, final Origin origin) {
        return new CacheLocation(path.toAbsolutePath().normalize(), origin);
    }

    private static Path parse(final String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new InvalidOptionException(VARIABLE + ": expected a directory, found \"" + text + "\"", e);
        }
    }
}
