package dev.ingot.error;

import java.io.Serial;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A chat template cannot be parsed or rendered, or refuses the messages itself (raise_exception). */
public final class TemplateException extends IngotException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final int line;
    private final int column;

    /**
     * Creates the exception.
     *
     * @param message what is wrong
     * @param line    line in the template, from 1; 0 when unknown
     * @param column  column in the line, from 1; 0 when unknown
     * @param cause   the failure underneath, or null
     */
    public TemplateException(final String message, final int line, final int column,
            final @Nullable Throwable cause) {
        this("", message, line, column, cause);
    }

    private TemplateException(final String prefix, final String message, final int line, final int column,
            final @Nullable Throwable cause) {
        super(prefix + (line > 0
                ? message + " (line " + line + ", column " + column + " of the chat template)"
                : message), cause);
        this.reason = message;
        this.line = line;
        this.column = column;
    }

    /**
     * Names the file that holds the template.
     *
     * @param file where the template comes from
     * @return the same fault, with the file in its message
     */
    public TemplateException in(final Path file) {
        return new TemplateException(file + ": ", reason, line, column, this);
    }

    /**
     * Returns what is wrong, without the place: for raise_exception exactly the text of the template.
     *
     * @return the reason
     */
    public String reason() {
        return reason;
    }

    /**
     * Returns the line of the fault.
     *
     * @return from 1, or 0 when unknown
     */
    public int line() {
        return line;
    }

    /**
     * Returns the column of the fault.
     *
     * @return from 1, or 0 when unknown
     */
    public int column() {
        return column;
    }
}
