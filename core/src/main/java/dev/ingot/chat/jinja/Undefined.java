package dev.ingot.chat.jinja;

/**
 * What a name, attribute or element that does not exist yields: prints as nothing, is false and empty, and fails when
 * it is used for more.
 *
 * @param message how it fails
 */
record Undefined(String message) implements Value {

    static Undefined name(final String name) {
        return new Undefined("'" + name + "' is undefined");
    }

    /** A missing attribute or element of an object. */
    static Undefined of(final Value object, final Value key) {
        final String owner = object == None.NONE ? "None" : object.typeName() + " object";
        if (key instanceof Str) {
            return new Undefined("'" + owner + "' has no attribute " + Repr.brief(key));
        }
        return new Undefined(owner + " has no element " + Repr.brief(key));
    }

    /** An attribute that the sandbox keeps from templates. */
    static Undefined unsafe(final Value object, final String attribute) {
        return new Undefined("access to attribute '" + attribute + "' of '" + object.typeName()
                + "' object is unsafe.");
    }

    Fault fault() {
        return new Fault(message);
    }

    @Override
    public String typeName() {
        return "Undefined";
    }
}
