package dev.ingot.chat.jinja;

import java.math.BigInteger;

/** A truth value. In arithmetic it counts as 0 or 1. */
enum Bool implements Value {
    /** False. */
    FALSE,
    /** True. */
    TRUE;

    static Bool of(final boolean value) {
        return value ? TRUE : FALSE;
    }

    /** Returns the number it counts as. */
    BigInteger number() {
        return this == TRUE ? BigInteger.ONE : BigInteger.ZERO;
    }

    boolean value() {
        return this == TRUE;
    }

    @Override
    public String typeName() {
        return "bool";
    }
}
