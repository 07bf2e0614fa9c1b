package dev.ingot.foundry.cli;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.foundry.FoundryCache;
import dev.ingot.foundry.settings.CacheLocation;
import java.nio.file.Files;
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

    private boolean told;

    FoundryCache open(final Terminal terminal) {
        final var cache = FoundryCache.open(location(terminal).path(), terminal.environment().home());
        if (isNamed()) {
            return cache;
        }
        final List<Path> shared = CacheLocation.shared(terminal.environment());
        tell(shared, terminal);
        return cache.shared(shared);
    }

    /** A directory of the network may be away for a while: that is worth a line, once, and no failure. */
    private void tell(final List<Path> shared, final Terminal terminal) {
        final var missing = shared.stream().filter(path -> !Files.isDirectory(path)).map(Path::toString)
                .toList();
        if (!missing.isEmpty() && !told) {
            told = true;
            terminal.note(CacheLocation.SHARED + ": no directory at " + String.join(", ", missing)
                    + " (misspelt, or not mounted?), so no models from there");
        }
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
