package dev.ingot.hf;

import java.util.Set;

/** Shows tests of other packages for which classes of transformers a type is known. */
public final class KnownClasses {

    private KnownClasses() {}

    /** Returns their names. */
    public static Set<String> names() {
        return ModelClasses.names();
    }
}
