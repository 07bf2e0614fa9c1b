package dev.ingot.foundry.cli;

import dev.ingot.foundry.settings.CacheLocation;
import dev.ingot.foundry.settings.Environment;
import dev.ingot.report.PlainLine;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a command reads and writes.
 *
 * @param out         results
 * @param err         progress and errors
 * @param in          what the user types
 * @param interactive whether a person sits before it
 * @param redraw      whether what is written to {@code err} can be written over, as on a screen
 * @param environment variables and home directory
 */
public record Terminal(PrintStream out, PrintStream err, InputStream in, boolean interactive, boolean redraw,
        Environment environment) {

    /** Finds the cache a command works on. */
    CacheLocation cache(final @Nullable Path explicit) {
        return CacheLocation.find(Optional.ofNullable(explicit), environment);
    }

    /** Prints a line that is no result; names in it cannot make two of it. */
    void note(final String text) {
        err.println("ingot: " + PlainLine.of(text));
    }
}
