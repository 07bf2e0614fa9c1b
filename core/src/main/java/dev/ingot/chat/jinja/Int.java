package dev.ingot.chat.jinja;

import java.math.BigInteger;

/**
 * An integer of any size up to {@value #MAX_BITS} bits; Python, too, refuses to print integers much longer than that.
 *
 * @param value its value
 */
record Int(BigInteger value) implements Value {

    static final int MAX_BITS = 1 << 12;

    Int {
        if (value.bitLength() > MAX_BITS) {
            throw new Fault("integer of more than " + MAX_BITS + " bits");
        }
    }

    static Int of(final long value) {
        return new Int(BigInteger.valueOf(value));
    }

    /** Returns the value as an int; one that is out of range becomes the nearest int. */
    int clamped() {
        if (value.bitLength() < Integer.SIZE) {
            return value.intValue();
        }
        return value.signum() < 0 ? Integer.MIN_VALUE : Integer.MAX_VALUE;
    }

    @Override
    public String typeName() {
        return "int";
    }
}
