package dev.ingot.foundry.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Gives a model another name. */
@Command(name = "rename", description = "Give a model another name.")
final class CacheRename implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "NAME", description = "Its alias or name:version.")
    String name = "";

    @Parameters(index = "1", paramLabel = "NEW", description = "The new name; without a version it keeps its own.")
    String newName = "";

    @Mixin
    private final CacheOption cache = new CacheOption();
    private final Terminal terminal;

    CacheRename(final Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        final var renamed = cache.open(terminal).rename(name, newName);
        terminal.out().println("Renamed " + name + " to " + renamed.id() + " at " + renamed.directory());
        return 0;
    }
}
