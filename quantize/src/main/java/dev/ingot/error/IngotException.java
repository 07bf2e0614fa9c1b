package dev.ingot.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Root of everything Ingot throws on purpose. The message alone is fit to be shown to a person: it says what is
 * wrong, where, and what would be right.
 */
public abstract sealed class IngotException extends RuntimeException permits ModelFormatException,
        UnsupportedModelException, InvalidOptionException, WeightValueException, StorageException,
        RegistryException,
        ModelRunException, InsufficientMemoryException, TemplateException, QualityException,
        CancelledException, ConstraintException {

    @Serial
    private static final long serialVersionUID = 1L;

    IngotException(final String message, final @Nullable Throwable cause) {
        super(message, cause);
    }
}
