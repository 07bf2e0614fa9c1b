package dev.ingot.chat.jinja;

/**
 * A value of the template language: Python's types as far as templates meet them. Immutable, but for
 * {@link Generator} and some {@link HostObject}s.
 */
sealed interface Value
        permits None, Bool, Int, Real, Str, Sequence, Dict, DictView, Generator, Undefined, HostObject {

    /**
     * Returns what Python calls the type.
     *
     * @return for example {@code int} or {@code NoneType}
     */
    String typeName();
}
