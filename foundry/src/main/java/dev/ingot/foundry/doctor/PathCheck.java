package dev.ingot.foundry.doctor;

import dev.ingot.io.Leftovers;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Whether the model's path is one that every system and every reader takes. */
final class PathCheck implements ModelCheck {

    /** MAX_PATH of Windows, with the zero at its end. */
    private static final int MOST = 259;

    /** Blanks and dots at the ends, colons and control characters, and the names that Windows keeps for devices. */
    private static final Pattern UNSAFE = Pattern.compile(
            "[ .].*|.*[ .]|.*[:*?\"<>|\\\\\\x00-\\x1f].*|(?i:(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?)",
            Pattern.DOTALL);

    @Override
    public void look(final ModelFolder model, final Consumer<Finding> findings) {
        final Path directory = model.directory().toAbsolutePath().normalize();
        final String name = String.valueOf(directory.getFileName());
        if (UNSAFE.matcher(name).matches() && Leftovers.origin(directory).isEmpty()) {
            findings.accept(Finding.of(Fault.UNSAFE_SEGMENT, model.directory())
                    .expected("no blank or dot at either end, none of : * ? \" < > | \\, no name of a device")
                    .found("\"" + name + "\"").fix("rename the directory"));
        }
        final Path longest = longest(model.directory());
        final int length = longest.toAbsolutePath().normalize().toString().length();
        if (length > MOST) {
            findings.accept(Finding.of(Fault.LONG_PATH, longest).expected("at most " + MOST + " characters")
                    .found(String.valueOf(length))
                    .fix("move the cache nearer to the root of the drive, or switch long paths on"));
        }
    }

    private static Path longest(final Path directory) {
        Path longest = directory;
        try (var files = Files.newDirectoryStream(directory)) {
            for (final Path file : files) {
                longest = file.toString().length() > longest.toString().length() ? file : longest;
            }
        } catch (IOException | DirectoryIteratorException e) {
            System.getLogger(PathCheck.class.getName()).log(System.Logger.Level.DEBUG, "cannot be listed", e);
        }
        return longest;
    }
}
