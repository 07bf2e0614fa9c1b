package dev.ingot.foundry.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says where the cache lies. */
@Command(name = "location", description = "Print where the model cache lies.")
final class CacheWhere implements Callable<Integer> {

    @Mixin
    private final CacheOption cache = new CacheOption();
    private final Terminal terminal;

    CacheWhere(final Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.out().println(cache.location(terminal).path());
        return 0;
    }
}
