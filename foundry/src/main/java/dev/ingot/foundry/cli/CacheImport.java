package dev.ingot.foundry.cli;

import dev.ingot.foundry.CachedModel;
import dev.ingot.foundry.FoundryCache;
import dev.ingot.foundry.ImportOptions;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes a model out of a file. */
@Command(name = "import", description = "Take in a model that \"ingot cache export\" wrote. Every file is checked before anything"
        + " of it is visible.")
final class CacheImport implements Callable<Integer> {

    private static final String STREAM = "-";

    @Parameters(paramLabel = "FILE", description = "The archive; - for the standard input.")
    String file = "";

    @Option(names = "--name", paramLabel = "NAME", description = "What the model is called: NAME or NAME:VERSION; default: as"
            + " it was.")
    @Nullable
    String name;

    @Option(names = "--replace", description = "Let a model of the same name give way.")
    boolean replace;

    @Option(names = "--overwrite", hidden = true) // as export and convert call it
    boolean overwrite;

    @Mixin
    private final CacheOption cache = new CacheOption();
    private final Terminal terminal;

    CacheImport(final Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        final var model = take(cache.open(terminal));
        terminal.out().println("Imported " + model.id() + " to " + model.directory());
        return 0;
    }

    private CachedModel take(final FoundryCache opened) {
        ImportOptions options = name == null ? ImportOptions.DEFAULT : ImportOptions.DEFAULT.name(name);
        options = replace || overwrite ? options.replacing() : options;
        return file.equals(STREAM)
                ? opened.importModel(terminal.in(), options)
                : opened.importModel(Path.of(file), options);
    }
}
