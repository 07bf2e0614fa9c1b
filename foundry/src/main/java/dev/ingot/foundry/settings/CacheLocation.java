package dev.ingot.foundry.settings;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.io.SafeName;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which cache is meant.
 *
 * @param path   its root, absolute
 * @param origin who says so
 */
public record CacheLocation(Path path, Origin origin) {

    /** Name of the environment variable. */
    public static final String VARIABLE = "INGOT_CACHE";

    /** Name of the environment variable that lists shared caches, separated as the system separates paths. */
    public static final String SHARED = "INGOT_SHARED_CACHES";

    /** Name of the file in the root of a cache by which those who change it take turns. */
    public static final String LOCK = ".ingot.lock";

    /** What configurations of Foundry Local write for the user's home directory. */
    private static final String HOME = "{home}";

    /** Who names a cache, the strongest first. */
    public enum Origin {
        /** The caller. */
        CALLER,
        /** An application that uses the SDK of Foundry Local and has a cache of its own. */
        APPLICATION,
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
            return at(parse(VARIABLE, variable.get(), environment), Origin.VARIABLE);
        }
        return Settings.of(environment).cache().map(path -> at(path, Origin.SETTINGS))
                .orElseGet(() -> at(environment.home().resolve(".foundry").resolve("cache").resolve("models"),
                        Origin.DEFAULT));
    }

    /**
     * Finds the cache of an application that uses the SDK of Foundry Local and does not say where it lies.
     *
     * @param name        the application's name
     * @param environment variables and home directory
     * @return the location
     * @throws InvalidOptionException if no directory has this name
     */
    public static CacheLocation ofApplication(final String name, final Environment environment) {
        SafeName.fault(name).ifPresent(fault -> {
            throw new InvalidOptionException("application \"" + name + "\": " + fault);
        });
        return at(environment.home().resolve("." + name).resolve("cache").resolve("models"),
                Origin.APPLICATION);
    }

    /**
     * Returns the shared caches that are configured.
     *
     * @param environment variables and home directory
     * @return their directories, in the order in which they are searched
     * @throws InvalidOptionException if one is not a path
     */
    public static List<Path> shared(final Environment environment) {
        final String list = environment.variable(SHARED).orElse("");
        return Stream.of(list.split(Pattern.quote(File.pathSeparator))).filter(text -> !text.isBlank())
                .map(text -> parse(SHARED, text, environment).toAbsolutePath().normalize()).toList();
    }

    /**
     * Returns the cache that a directory lies in, as far as Ingot has changed that before.
     *
     * @param directory absolute, for example of a model
     * @return its root, or empty when no directory above is known as a cache
     */
    public static Optional<Path> around(final Path directory) {
        @Nullable
        Path above = directory.getParent();
        while (above != null && !Files.exists(above.resolve(LOCK))) {
            above = above.getParent();
        }
        return Optional.ofNullable(above);
    }

    private static CacheLocation at(final Path path, final Origin origin) {
        return new CacheLocation(path.toAbsolutePath().normalize(), origin);
    }

    private static Path parse(final String variable, final String text, final Environment environment) {
        try {
            return Path.of(text.replace(HOME, environment.home().toString()));
        } catch (InvalidPathException e) {
            throw new InvalidOptionException(variable + ": expected a directory, found \"" + text + "\"", e);
        }
    }
}
