package dev.ingot.foundry.doctor;

import java.util.function.Consumer;

/** Looks at one thing about a model's directory. Implementations are immutable. */
@FunctionalInterface
interface ModelCheck {

    /**
     * Looks.
     *
     * @param model    the directory; it may lack any file
     * @param findings takes what is found
     */
    void look(ModelFolder model, Consumer<Finding> findings);
}
