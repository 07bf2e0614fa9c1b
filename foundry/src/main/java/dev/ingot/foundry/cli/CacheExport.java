package dev.ingot.foundry.cli;

import dev.ingot.error.StorageException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a model into one file. */
@Command(name = "export", description = "Write a model with everything it consists of into one file, a tar archive with"
        + " checksums, for \"ingot cache import\".")
final class CacheExport implements Callable<Integer> {

    private static final String STREAM = "-";

    @Parameters(index = "0", paramLabel = "NAME", description = "Its alias or name:version.")
    String name = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "Where to; - for the standard output.")
    String file = "";

    @Option(names = "--overwrite", description = "Let a file that is there give way.")
    boolean overwrite;

    @Option(names = "--replace", hidden = true) // as import and register call it
    boolean replace;

    @Mixin
    private final CacheOption cache = new CacheOption();
    private final Terminal terminal;

    CacheExport(final Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        final var model = cache.open(terminal).find(name);
        if (file.equals(STREAM)) {
            model.export(terminal.out());
            if (terminal.out().checkError()) {
                throw new StorageException("cannot write the archive to the standard output");
            }
        } else {
            model.export(Path.of(file), overwrite || replace);
            terminal.out().println("Exported " + model.id() + " to " + file);
        }
        return 0;
    }
}
