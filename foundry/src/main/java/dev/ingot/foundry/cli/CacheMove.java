package dev.ingot.foundry.cli;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.foundry.CachedModel;
import dev.ingot.foundry.FoundryCache;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Moves a model to another place. */
@Command(name = "mv", aliases = "move", description = "Move a model to another directory of the cache, or to another cache. It"
        + " keeps its name; \"rename\" changes that.")
final class CacheMove implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "Its alias or name:version.")
    String name = "";

    @Option(names = "--group", paramLabel = "GROUP", description = "One or several directories below the cache's root, for"
            + " example team/lights.")
    @Nullable
    String group;

    @Option(names = "--to", paramLabel = "DIR", description = "Another cache.")
    @Nullable
    Path target;

    @Mixin
    private final CacheOption cache = new CacheOption();
    private final Terminal terminal;

    CacheMove(final Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        final var moved = move(cache.open(terminal));
        terminal.out().println("Moved " + moved.id() + " to " + moved.directory());
        return 0;
    }

    private CachedModel move(final FoundryCache opened) {
        if (group != null && target == null) {
            return opened.move(name, group);
        }
        if (target != null && group == null) {
            return opened.move(name, FoundryCache.open(target, terminal.environment().home()));
        }
        throw new InvalidOptionException("mv: say where to with --group GROUP or --to DIR"
                + (group == null ? "" : ", not both"));
    }
}
