package dev.ingot.chat.jinja;

import org.jspecify.annotations.Nullable;

/** A value that the interpreter brings along: functions, macros, the loop variable, namespaces. */
non-sealed interface HostObject extends Value {

    /**
     * Returns an attribute.
     *
     * @param name its name
     * @return its value, or null when there is none
     */
    default @Nullable Value attribute(final String name) {
        return null;
    }

    /**
     * Tells whether {@link #call} works.
     *
     * @return true if so
     */
    default boolean callable() {
        return true;
    }

    /**
     * Calls the object.
     *
     * @param rendering where it happens
     * @param arguments what it is called with
     * @return the result
     */
    default Value call(final Rendering rendering, final Arguments arguments) {
        throw new Fault("'" + typeName() + "' object is not callable");
    }
}
