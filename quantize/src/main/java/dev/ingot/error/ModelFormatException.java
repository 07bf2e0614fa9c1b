package dev.ingot.error;

import java.io.Serial;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A model file is malformed or contradicts another. Says which file, which tensor or key, at which byte offset where
 * that is known, what was expected and what was found.
 */
public final class ModelFormatException extends IngotException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Path file;
    private final @Nullable String subject;
    private final long offset;
    private final String expected;
    private final String found;

    private ModelFormatException(final Path file, final @Nullable String subject, final long offset,
            final String expected, final String found, final @Nullable Throwable cause) {
        super(message(file, subject, offset, expected, found), cause);
        this.file = file;
        this.subject = subject;
        this.offset = offset;
        this.expected = expected;
        this.found = found;
    }

    /**
     * A fault of the file as a whole.
     *
     * @param file     the file
     * @param expected what a valid file holds
     * @param found    what this one holds
     * @return the exception, to be thrown
     */
    public static ModelFormatException of(final Path file, final String expected, final String found) {
        return new ModelFormatException(file, null, -1, expected, found, null);
    }

    /**
     * A fault of one tensor or key.
     *
     * @param file     the file
     * @param subject  name of the tensor, or path of the key
     * @param expected what is valid there
     * @param found    what is there
     * @return the exception, to be thrown
     */
    public static ModelFormatException of(final Path file, final String subject, final String expected,
            final String found) {
        return new ModelFormatException(file, subject, -1, expected, found, null);
    }

    /**
     * A fault at a known place.
     *
     * @param file     the file
     * @param subject  name of the tensor, path of the key, or null
     * @param offset   byte offset in the file
     * @param expected what is valid there
     * @param found    what is there
     * @param cause    the failure underneath, or null
     * @return the exception, to be thrown
     */
    public static ModelFormatException at(final Path file, final @Nullable String subject, final long offset,
            final String expected, final String found, final @Nullable Throwable cause) {
        return new ModelFormatException(file, subject, offset, expected, found, cause);
    }

    private static String message(final Path file, final @Nullable String subject, final long offset,
            final String expected, final String found) {
        final var text = new StringBuilder(file.toString());
        if (subject != null) {
            text.append(": ").append(subject);
        }
        if (offset >= 0) {
            text.append(" (byte ").append(offset).append(')');
        }
        return text.append(": expected ").append(expected).append(", found ").append(found).toString();
    }

    /**
     * Returns the file with the fault.
     *
     * @return its path
     */
    public Path file() {
        return file;
    }

    /**
     * Returns the tensor or key with the fault.
     *
     * @return its name, or empty when the file as a whole is concerned
     */
    public Optional<String> subject() {
        return Optional.ofNullable(subject);
    }

    /**
     * Returns where in the file the fault lies.
     *
     * @return the byte offset, or empty when it is not known
     */
    public OptionalLong offset() {
        return offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    /**
     * Returns what would be valid.
     *
     * @return the expectation, in words
     */
    public String expected() {
        return expected;
    }

    /**
     * Returns what is there instead.
     *
     * @return the finding, in words
     */
    public String found() {
        return found;
    }
}
