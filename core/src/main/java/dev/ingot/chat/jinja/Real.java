package dev.ingot.chat.jinja;

/**
 * A floating-point number.
 *
 * @param value its value
 */
record Real(double value) implements Value {

    @Override
    public String typeName() {
        return "float";
    }
}
