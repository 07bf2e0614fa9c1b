package dev.ingot.chat.jinja;

import dev.ingot.error.TemplateException;
import java.io.Serial;

/**
 * Something went wrong in a template. It gets its place from the innermost part of the template that it passes, and
 * leaves the interpreter as a {@link TemplateException}.
 */
final class Fault extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;
    private static final int UNKNOWN = -1;

    private final String reason;
    private int offset;

    Fault(final String reason) {
        this(reason, UNKNOWN);
    }

    Fault(final String reason, final int offset) {
        super(reason, null, false, false);
        this.reason = reason;
        this.offset = offset;
    }

    /** Sets the place unless a more exact one is known. */
    Fault locate(final int place) {
        if (offset == UNKNOWN) {
            offset = place;
        }
        return this;
    }

    /** Makes the exception callers see. */
    TemplateException toException(final String source) {
        if (offset == UNKNOWN) {
            return new TemplateException(reason, 0, 0, this);
        }
        final int end = Math.clamp(offset, 0, source.length());
        int line = 1;
        int start = 0;
        for (int i = 0; i < end; i++) {
            if (source.charAt(i) == '\n') {
                line++;
                start = i + 1;
            }
        }
        return new TemplateException(reason, line, end - start + 1, this);
    }
}
