package dev.ingot.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The work was cancelled by its caller before it was done. */
public final class CancelledException extends IngotException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what is wrong, where, and what would be right
     */
    public CancelledException(final String message) {
        this(message, null);
    }

    /**
     * Creates the exception with the failure that caused it.
     *
     * @param message what is wrong, where, and what would be right
     * @param cause   the failure underneath, or null
     */
    public CancelledException(final String message, final @Nullable Throwable cause) {
        super(message, cause);
    }
}
