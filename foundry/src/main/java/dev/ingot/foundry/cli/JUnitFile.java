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

    /** Refuses, before the work, a file that cannot be written after it, or that another report goes to. */
    void check(final ReportFiles others) {
        ReportFiles.check("--junit", file);
        ReportFiles.differ("--junit", file, "--json", others.json);
        ReportFiles.differ("--junit", file, "--html", others.html);
    }

    void write(final Supplier<String> xml) {
        ReportFiles.write(file, xml);
    }
}
