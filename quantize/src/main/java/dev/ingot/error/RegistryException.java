package dev.ingot.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A model cache refuses: a name is taken, unknown or not allowed, or an entry is damaged. */
public final class RegistryException extends IngotException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what is wrong, where, and what would be right
     */
    public RegistryException(final String message) {
        this(message, null);
    }

    /**
     * Creates the exception with the failure that caused it.
     *
     * @param message what is wrong, where, and what would be right
     * @param cause   the failure underneath, or null
     */
    public RegistryException(final String message, final @Nullable Throwable cause) {
        super(message, cause);
    }
}
