package dev.ingot.foundry.cli;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where checks go for continuous integration. */
final class JUnitFile {

    @Option(names = "--junit", paramLabel = "FILE", description = "Write the checks as JUnit XML.")
    @Nullable
    Path file;

    /** Refuses, before the work, a file that cannot be written after it. */
    void check() {
        ReportFiles.check("--junit", file);
    }

    void write(final Supplier<String> xml) {
        ReportFiles.write(file, xml);
    }
}
