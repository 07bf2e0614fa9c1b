package dev.ingot.foundry.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Removes a model. */
@Command(name = "remove", aliases = "rm", description = "Remove a model and its files from the cache.")
final class CacheRemove implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "Its alias or name:version.")
    String name = "";

    @Mixin
    private final CacheOption cache = new CacheOption();
    private final Terminal terminal;

    CacheRemove(final Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        final var opened = cache.open(terminal);
        opened.remove(name);
        terminal.out().println("Removed " + name + " from " + opened.location());
        return 0;
    }
}
