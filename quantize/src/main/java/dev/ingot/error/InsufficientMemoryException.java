package dev.ingot.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The model would not fit into the memory that is free; the message holds the estimate and what is there. */
public final class InsufficientMemoryException extends IngotException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final long missing;

    /**
     * Creates the exception.
     *
     * @param message what is wrong, where, and what would be right
     */
    public InsufficientMemoryException(final String message) {
        this(message, 0L);
    }

    /**
     * Creates the exception of an estimate.
     *
     * @param message what is wrong, where, and what would be right
     * @param missing bytes that would have to come free
     */
    public InsufficientMemoryException(final String message, final long missing) {
        super(message, null);
        this.missing = missing;
    }

    /**
     * Creates the exception with the failure that caused it.
     *
     * @param message what is wrong, where, and what would be right
     * @param cause   the failure underneath, or null
     */
    public InsufficientMemoryException(final String message, final @Nullable Throwable cause) {
        super(message, cause);
        missing = 0;
    }

    /**
     * Returns how much more memory would have been needed.
     *
     * @return bytes that would have to come free; 0 where that is not known
     */
    public long missing() {
        return missing;
    }
}
