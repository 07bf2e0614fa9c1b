package dev.ingot.foundry.cli;

import dev.ingot.foundry.FoundryCache;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --cache}. */
final class CacheOption {

    @Option(names = "--cache", paramLabel = "DIR", description = "The model cache; default: environment INGOT_CACHE, what"
            + " \"ingot cache cd\" chose, or Foundry Local's own.")
    @Nullable
    Path directory;

    FoundryCache open(final Terminal terminal) {
        return FoundryCache.open(terminal.cache(directory).path());
    }
}
