package dev.ingot.error;

import java.io.Serial;

/**
 * A constraint on generated text cannot be kept: its schema, pattern or grammar is malformed, asks for what is not
 * supported, matches nothing, or is too large. The message says where in it: a JSON pointer, or line and column.
 */
public final class ConstraintException extends IngotException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String place;

    /**
     * Creates the exception.
     *
     * @param kind   what sort of constraint, such as {@code JSON schema}
     * @param place  where in it, such as a JSON pointer; empty for all of it
     * @param reason what is wrong, and what would be right
     */
    public ConstraintException(final String kind, final String place, final String reason) {
        super(kind + (place.isEmpty() ? "" : " at " + place) + ": " + reason, null);
        this.place = place;
    }

    /**
     * Returns where in the constraint the fault lies.
     *
     * @return a JSON pointer such as {@code #/properties/a}, or a position such as {@code line 2, column 7}; empty when
     *         all of it is concerned
     */
    public String place() {
        return place;
    }
}
