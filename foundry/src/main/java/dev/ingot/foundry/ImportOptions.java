package dev.ingot.foundry;

import java.util.Optional;

/**
 * How a model is taken out of an archive. Immutable; start from {@link #DEFAULT}.
 *
 * @param name    what it is called: {@code name}, which keeps the version, or {@code name:version}; empty for what it
 *                brings
 * @param replace whether a model of the same name gives way
 */
public record ImportOptions(Optional<String> name, boolean replace) {

    /** The name that the model brings; nothing gives way. */
    public static final ImportOptions DEFAULT = new ImportOptions(Optional.empty(), false);

    /**
     * Sets the name.
     *
     * @param value {@code name} or {@code name:version}
     * @return new options
     */
    public ImportOptions name(final String value) {
        return new ImportOptions(Optional.of(value), replace);
    }

    /**
     * Lets a model of the same name give way.
     *
     * @return new options
     */
    public ImportOptions replacing() {
        return new ImportOptions(name, true);
    }
}
