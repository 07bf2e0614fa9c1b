package dev.ingot.foundry.doctor;

import dev.ingot.error.ModelFormatException;
import dev.ingot.io.Checksums;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * Lets the checksums of a model know what was mended, or it would count as damaged. What held something else before, too,
 * stays a difference.
 */
final class MendedFiles {

    private MendedFiles() {}

    /** Renews the checksums of files, beside what each held before. */
    static void renew(final Map<Path, Path> kept) {
        kept.forEach(MendedFiles::renew);
    }

    private static void renew(final Path file, final Path before) {
        final Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
        try {
            Checksums.readIn(directory).ifPresent(known -> {
                final var renewed = known.changed(String.valueOf(file.getFileName()), file, before);
                if (!renewed.equals(known)) {
                    renewed.writeIn(directory);
                }
            });
        } catch (ModelFormatException e) {
            return; // a list that cannot be read holds nothing to renew; whoever verifies hears of it
        }
    }
}
