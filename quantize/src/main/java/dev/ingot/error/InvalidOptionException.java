package dev.ingot.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** An option given by the caller is out of range or contradicts another; the message names option, value and range. */
public final class InvalidOptionException extends IngotException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what is wrong, where, and what would be right
     */
    public InvalidOptionException(final String message) {
        this(message, null);
    }

    /**
     * Creates the exception with the failure that caused it.
     *
     * @param message what is wrong, where, and what would be right
     * @param cause   the failure underneath, or null
     */
    public InvalidOptionException(final String message, final @Nullable Throwable cause) {
        super(message, cause);
    }
}
