package dev.ingot.foundry.doctor;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What was done about a finding.
 *
 * @param fault   what was found
 * @param path    file or directory concerned
 * @param text    what was done, words that begin with a verb
 * @param failure why it could not be done, in words; empty when it was
 * @param kept    where is kept what the file held before; empty when nothing of it was changed
 */
public record Mending(Fault fault, Path path, String text, Optional<String> failure, Optional<Path> kept) {

    /** Says everything on one line. */
    @Override
    public String toString() {
        return (failure.isPresent() ? "not mended: " : "mended: ") + path + ": " + fault.code() + ": " + text
                + failure.map(why -> ": " + why).orElse("");
    }
}
