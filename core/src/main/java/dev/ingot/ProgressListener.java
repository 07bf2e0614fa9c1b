package dev.ingot;

/**
 * Is told how a conversion advances. Called from the threads that do the work, one call at a time; must be quick and
 * must not throw.
 */
@FunctionalInterface
public interface ProgressListener {

    /** Ignores everything. */
    ProgressListener NONE = progress -> {};

    /**
     * Takes the newest state.
     *
     * @param progress the state
     */
    void onProgress(Progress progress);
}
