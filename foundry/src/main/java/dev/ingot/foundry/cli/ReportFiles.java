package dev.ingot.foundry.cli;

import dev.ingot.error.IngotException;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.io.AtomicFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Where a report goes besides the terminal. What takes minutes to measure is not lost over one file: each is looked at before
 * the work and written whatever becomes of the others.
 */
final class ReportFiles {

    @Option(names = "--json", paramLabel = "FILE", description = "Write the report as JSON.")
    @Nullable
    Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write the report as a page that needs no other file.")
    @Nullable
    Path html;

    /** Refuses, before the work, files that cannot be written after it. */
    void check() {
        check("--json", json);
        check("--html", html);
        differ("--json", json, "--html", html);
    }

    /** Refuses two reports in one file, of which the second would be all that is left. */
    static void differ(final String option, final @Nullable Path file, final String other,
            final @Nullable Path otherFile) {
        if (file != null && otherFile != null
                && file.toAbsolutePath().normalize().equals(otherFile.toAbsolutePath().normalize())) {
            throw new InvalidOptionException(
                    option + " and " + other + ": expected two files, found " + file + " for both");
        }
    }

    static void check(final String option, final @Nullable Path file) {
        if (file == null) {
            return;
        }
        final Path directory = file.toAbsolutePath().normalize().getParent();
        if (directory == null || Files.isDirectory(file)) {
            throw new InvalidOptionException(
                    option + ": expected a file to write, found the directory " + file);
        }
        if (!Files.isDirectory(directory)) {
            throw new InvalidOptionException(
                    option + " " + file + ": expected the directory " + directory + ", found none");
        }
        if (!Files.isWritable(directory)) {
            throw new InvalidOptionException(
                    option + " " + file + ": expected a directory that can be written,"
                            + " found that " + directory + " cannot");
        }
    }

    void write(final Supplier<String> asJson, final Supplier<String> asHtml) {
        all(() -> writeJson(asJson), () -> write(html, asHtml));
    }

    void writeJson(final Supplier<String> asJson) {
        write(json, asJson);
    }

    static void write(final @Nullable Path file, final Supplier<String> content) {
        if (file != null) {
            AtomicFile.write(file, content.get());
        }
    }

    /**
     * Does each step whatever becomes of the others.
     *
     * @throws IngotException the first that was thrown, with the others in it
     */
    static void all(final Runnable... steps) {
        @Nullable
        IngotException failure = null;
        for (final Runnable step : steps) {
            try {
                step.run();
            } catch (IngotException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
