package dev.ingot.runtime.engine;

import java.util.List;

/** Makes steps of several sequences; on the model's thread. */
interface RowSteps {

    /** Returns how many steps can be made together. */
    int widest();

    /**
     * Makes steps.
     *
     * @param steps that fit together
     * @return those that were made; who waits for another has been told
     */
    List<RowStep> run(List<RowStep> steps);
}
