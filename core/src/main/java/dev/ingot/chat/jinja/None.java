package dev.ingot.chat.jinja;

/** Python's None. */
enum None implements Value {
    /** The only one. */
    NONE;

    @Override
    public String typeName() {
        return "NoneType";
    }
}
