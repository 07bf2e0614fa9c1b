package dev.ingot;

import dev.ingot.chat.PromptTemplate;
import java.util.Optional;

/**
 * Under which name and with which settings a model is registered. Immutable; start from {@link #DEFAULT}. Of a model that is
 * registered once more where it lies, what is not set here stays as it was; for others it is empty.
 *
 * @param name           the name, or empty for the model's own
 * @param description    free text
 * @param version        free text; a whole number becomes part of the model's id
 * @param promptTemplate the four strings, or empty to derive them from the model's chat template
 * @param defaults       what requests get that say nothing
 * @param replace        whether a model of the same name gives way
 * @param placement      how the files get into the registry
 * @param checksums      whether size and SHA-256 of every file are kept, which takes reading them all once
 */
public record Registration(Optional<String> name, Optional<String> description, Optional<String> version,
        Optional<PromptTemplate> promptTemplate, RequestDefaults defaults, boolean replace,
        Placement placement, boolean checksums) {

    /** The model's own name and template, nothing replaced, files linked where possible. */
    public static final Registration DEFAULT = new Registration(Optional.empty(), Optional.empty(),
            Optional.empty(),
            Optional.empty(), RequestDefaults.NONE, false, Placement.LINK, true);

    /** How files that lie outside the registry get into it. A model that lies inside stays where it is. */
    public enum Placement {
        /** Large files are hard-linked where the file system allows it, copied where not. */
        LINK,
        /** Everything is copied. */
        COPY,
        /** The source is gone afterwards. */
        MOVE
    }

    /**
     * Sets the name.
     *
     * @param value letters, digits, dot, dash and underscore, beginning with a letter or digit
     * @return a new registration
     */
    public Registration name(final String value) {
        return new Registration(Optional.of(value), description, version, promptTemplate, defaults, replace,
                placement, checksums);
    }

    /**
     * Sets the description.
     *
     * @param value free text
     * @return a new registration
     */
    public Registration description(final String value) {
        return new Registration(name, Optional.of(value), version, promptTemplate, defaults, replace,
                placement, checksums);
    }

    /**
     * Sets the version.
     *
     * @param value free text
     * @return a new registration
     */
    public Registration version(final String value) {
        return new Registration(name, description, Optional.of(value), promptTemplate, defaults, replace,
                placement, checksums);
    }

    /**
     * Sets the prompt template.
     *
     * @param value the four strings
     * @return a new registration
     */
    public Registration promptTemplate(final PromptTemplate value) {
        return new Registration(name, description, version, Optional.of(value), defaults, replace, placement,
                checksums);
    }

    /**
     * Sets the request defaults.
     *
     * @param value the defaults
     * @return a new registration
     */
    public Registration defaults(final RequestDefaults value) {
        return new Registration(name, description, version, promptTemplate, value, replace, placement,
                checksums);
    }

    /**
     * Lets a model of the same name give way.
     *
     * @return a new registration
     */
    public Registration replacing() {
        return new Registration(name, description, version, promptTemplate, defaults, true, placement,
                checksums);
    }

    /**
     * Sets how the files get into the registry.
     *
     * @param value link, copy or move
     * @return a new registration
     */
    public Registration placement(final Placement value) {
        return new Registration(name, description, version, promptTemplate, defaults, replace, value,
                checksums);
    }

    /**
     * Leaves the files unread: nothing will tell later whether one of them was changed.
     *
     * @return a new registration
     */
    public Registration withoutChecksums() {
        return new Registration(name, description, version, promptTemplate, defaults, replace, placement,
                false);
    }
}
