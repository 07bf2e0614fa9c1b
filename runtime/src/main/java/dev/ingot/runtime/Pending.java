package dev.ingot.runtime;

import dev.ingot.error.ModelRunException;

final class Pending {

    private Pending() {}

    @SuppressWarnings({"TypeParameterUnusedInFormals", "DoNotCallSuggester"})
    static <T> T body(final String what) {
        throw new ModelRunException(what);
    }
}
