package dev.ingot.quality;

/** Is told how a measurement advances; called from the thread that measures. */
@FunctionalInterface
public interface QualityListener {

    /** Ignores everything. */
    QualityListener NONE = (step, done, total) -> {};

    /**
     * Takes the newest state.
     *
     * @param step  what is being done, in words
     * @param done  how much of it, in tokens, matrices or whatever the step counts
     * @param total how much there is
     */
    void onProgress(String step, long done, long total);
}
