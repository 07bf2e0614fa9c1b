package dev.ingot.foundry.cli;

import dev.ingot.error.StorageException;
import dev.ingot.foundry.settings.CacheLocation;
import dev.ingot.foundry.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Chooses another cache for the commands to come. */
@Command(name = "cd", description = "Choose the model cache for the commands to come; kept in Ingot's own settings,"
        + " Foundry Local's are not changed.")
final class CacheCd implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "The directory; made if it is not there.")
    Path directory = Path.of("");

    @Mixin
    private final CacheOption cache = new CacheOption();
    private final Terminal terminal;

    CacheCd(final Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        final Path absolute = directory.toAbsolutePath().normalize();
        try {
            Files.createDirectories(absolute);
        } catch (IOException e) {
            throw new StorageException("make the cache directory", absolute, e);
        }
        final var settings = Settings.of(terminal.environment());
        settings.cache(absolute).ifPresent(kept -> terminal.note(kept(settings, kept)));
        terminal.out().println(absolute);
        if (cache.isNamed()) {
            terminal.note("--cache and --app have no effect on cd");
        }
        if (terminal.environment().variable(CacheLocation.VARIABLE).isPresent()) {
            terminal.note(
                    "the environment variable " + CacheLocation.VARIABLE + " is set and stronger than this");
        }
        return 0;
    }

    /** Says what became of settings that could not be read. */
    static String kept(final Settings settings, final Path kept) {
        return settings.file() + " was damaged and is written anew; what it held is kept in " + kept;
    }
}
