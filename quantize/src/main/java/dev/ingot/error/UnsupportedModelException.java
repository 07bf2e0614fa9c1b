package dev.ingot.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The model is well-formed but asks for something Ingot does not do; the message lists what it does. */
public final class UnsupportedModelException extends IngotException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what is wrong, where, and what would be right
     */
    public UnsupportedModelException(final String message) {
        this(message, null);
    }

    /**
     * Creates the exception with the failure that caused it.
     *
     * @param message what is wrong, where, and what would be right
     * @param cause   the failure underneath, or null
     */
    public UnsupportedModelException(final String message, final @Nullable Throwable cause) {
        super(message, cause);
    }
}
