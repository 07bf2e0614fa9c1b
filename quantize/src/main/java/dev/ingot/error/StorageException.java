package dev.ingot.error;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reading or writing failed below the level of formats: no space, no permission, no such file. */
public final class StorageException extends IngotException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what failed and on which path
     */
    public StorageException(final String message) {
        super(message, null);
    }

    /**
     * Wraps an I/O failure.
     *
     * @param action what was being done, for example "write"
     * @param path   the file or directory concerned
     * @param cause  the failure
     */
    public StorageException(final String action, final Path path, final @Nullable IOException cause) {
        super("Cannot " + action + " " + path + (cause == null ? "" : ": " + reason(path, cause)), cause);
    }

    private static String reason(final Path path, final IOException cause) {
        if (cause instanceof NoSuchFileException missing) {
            final String file = String.valueOf(missing.getFile());
            return "no such file or directory" + (file.equals(path.toString()) ? "" : " (" + file + ")");
        }
        final String name = cause.getClass().getSimpleName().replace("Exception", "");
        return cause.getMessage() == null ? name : name + " (" + cause.getMessage() + ")";
    }
}
