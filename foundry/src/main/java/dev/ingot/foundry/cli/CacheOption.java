package dev.ingot.foundry.cli;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.foundry.FoundryCache;
import dev.ingot.foundry.settings.CacheLocation;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options {@code --cache} and {@code --app}. Who names a cache means that one alone; else shared ones stand behind it. */
final class CacheOption {

    @Option(names = "--cache", paramLabel = "DIR", description = "The model cache; default: environment INGOT_CACHE, what"
            + " \"ingot cache cd\" chose, or Foundry Local's own; behind these the caches of INGOT_SHARED_CACHES.")
    @Nullable
    Path directory;

    @Option(names = "--app", paramLabel = "NAME", description = "The cache of an application on Foundry Local's SDK,"
            + " which has its own.")
    @Nullable
    String application;

    FoundryCache open(final Terminal terminal) {
        final var cache = FoundryCache.open(location(terminal).path(), terminal.environment().home());
        return cache.shared(isNamed() ? List.of() : CacheLocation.shared(terminal.environment()));
    }

    /** Tells whether the user says which cache is meant. */
    boolean isNamed() {
        return directory != null || application != null;
    }

    CacheLocation location(final Terminal terminal) {
        if (directory != null && application != null) {
            throw new InvalidOptionException("--cache and --app name different caches: give one of them");
        }
        return application == null
                ? terminal.cache(directory)
                : CacheLocation.ofApplication(application, terminal.environment());
    }
}
