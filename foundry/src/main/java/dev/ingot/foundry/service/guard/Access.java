package dev.ingot.foundry.service.guard;

/** What a path lets its caller do, and so what it asks of it. */
public enum Access {
    /** Says whether the service is well: no key. */
    OPEN,
    /** A page for people: no key, and links of other sites may lead to it. */
    PAGE,
    /** Everything else: the key where there is one, and no foreign site. */
    USE,
    /**
     * Changes something although nothing but its path says what, as a foreign page can by naming an image or sending a form:
     * nothing that could be one.
     */
    CHANGE
}
