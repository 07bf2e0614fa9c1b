package dev.ingot.foundry.cli;

import dev.ingot.io.AtomicFile;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a report goes besides the terminal. */
final class ReportFiles {

    @Option(names = "--json", paramLabel = "FILE", description = "Write the report as JSON.")
    @Nullable
    Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write the report as a page that needs no other file.")
    @Nullable
    Path html;

    void write(final Supplier<String> asJson, final Supplier<String> asHtml) {
        if (json != null) {
            AtomicFile.write(json, asJson.get());
        }
        if (html != null) {
            AtomicFile.write(html, asHtml.get());
        }
    }
}
