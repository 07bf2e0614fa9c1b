package dev.ingot.foundry.cli;

import dev.ingot.io.AtomicFile;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where checks go for continuous integration. */
final class JUnitFile {

    @Option(names = "--junit", paramLabel = "FILE", description = "Write the checks as JUnit XML.")
    @Nullable
    Path file;

    void write(final Supplier<String> xml) {
        if (file != null) {
            AtomicFile.write(file, xml.get());
        }
    }
}
