package dev.ingot.foundry.cli;

import dev.ingot.foundry.CachedModel;
import dev.ingot.foundry.doctor.Doctor;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the cache. */
@Command(name = "ls", aliases = "list", description = "List the models of the cache. What lies there and is not listed, or will make"
        + " trouble, is explained on the error stream.")
final class CacheList implements Callable<Integer> {

    private static final String HEADER = "Alias";
    private static final int GAP = 4;

    @Mixin
    private final CacheOption cache = new CacheOption();
    private final Terminal terminal;

    CacheList(final Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        final var opened = cache.open(terminal);
        final var models = opened.list();
        if (models.isEmpty()) {
            terminal.out().println("No models are cached in " + opened.location());
        } else {
            print(models);
        }
        Doctor.of(opened).listing().findings().forEach(finding -> terminal.note(finding.toString()));
        return 0;
    }

    private void print(final List<CachedModel> models) {
        final int width = models.stream().mapToInt(model -> model.alias().length()).max().orElse(0);
        final int column = Math.max(width, HEADER.length()) + GAP;
        terminal.out().println(HEADER + " ".repeat(column - HEADER.length()) + "Model ID");
        for (final CachedModel model : models) {
            terminal.out().println(model.alias() + " ".repeat(column - model.alias().length()) + model.id());
        }
    }
}
