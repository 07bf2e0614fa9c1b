package dev.ingot.chat.jinja;

/**
 * A string. Positions and lengths count code points, as in Python.
 *
 * @param value its characters
 */
record Str(String value) implements Value {

    static final Str EMPTY = new Str("");

    int length() {
        return value.codePointCount(0, value.length());
    }

    @Override
    public String typeName() {
        return "str";
    }
}
