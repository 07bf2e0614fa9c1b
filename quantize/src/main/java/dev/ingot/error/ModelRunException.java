package dev.ingot.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** ONNX Runtime failed to load or run a model, or the model does not keep the decoder contract. */
public final class ModelRunException extends IngotException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what is wrong, where, and what would be right
     */
    public ModelRunException(final String message) {
        this(message, null);
    }

    /**
     * Creates the exception with the failure that caused it.
     *
     * @param message what is wrong, where, and what would be right
     * @param cause   the failure underneath, or null
     */
    public ModelRunException(final String message, final @Nullable Throwable cause) {
        super(message, cause);
    }
}
