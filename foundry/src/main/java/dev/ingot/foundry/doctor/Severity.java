package dev.ingot.foundry.doctor;

/** What a finding means for those who use the model, the gravest first. */
public enum Severity {
    /** Readers of the cache do not show the model. */
    NOT_LISTED("not listed"),
    /** The model is shown, but it cannot be loaded. */
    BROKEN("cannot be loaded"),
    /** The model runs, in some reader at least, but not as it should. */
    WRONG("will make trouble"),
    /** Worth knowing; nothing has to be done. */
    NOTE("note");

    private final String text;

    Severity(final String text) {
        this.text = text;
    }

    /**
     * Returns the words for people.
     *
     * @return a few words
     */
    public String text() {
        return text;
    }
}
