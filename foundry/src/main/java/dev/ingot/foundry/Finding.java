package dev.ingot.foundry;

import java.nio.file.Path;

/**
 * Something in a cache that is not as its owner would expect.
 *
 * @param path   file or directory concerned
 * @param hidden whether readers do not list the model because of it; else it is listed, and the finding is a warning
 * @param reason what is wrong
 * @param fix    what to do about it
 */
public record Finding(Path path, boolean hidden, String reason, String fix) {

    static Finding hidden(final Path path, final String reason, final String fix) {
        return new Finding(path, true, reason, fix);
    }

    static Finding warning(final Path path, final String reason, final String fix) {
        return new Finding(path, false, reason, fix);
    }

    @Override
    public String toString() {
        return path + ": " + (hidden ? "not listed: " : "") + reason + "; " + fix;
    }
}
