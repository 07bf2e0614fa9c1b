package dev.ingot.foundry.validate;

import java.time.Duration;
import java.util.List;

/**
 * What became of one thing that was checked.
 *
 * @param group   what kind of check it is, for example {@code answers}
 * @param id      names it; no other of the group has the same
 * @param status  whether it passed
 * @param summary what was found, in a sentence
 * @param reasons why it did not pass, one sentence each; empty when it did
 * @param time    that it took
 */
public record CheckResult(String group, String id, Status status, String summary, List<String> reasons,
        Duration time) {

    /** Whether a check passed. */
    public enum Status {
        /** All that is demanded holds. */
        PASSED,
        /** Something that is demanded does not hold. */
        FAILED,
        /** It could not be told; does not count as failed. */
        UNDECIDED
    }

    /** Copies the list. */
    public CheckResult {
        reasons = List.copyOf(reasons);
    }

    /**
     * Makes the result of a check that passes when nothing is wrong.
     *
     * @param group   what kind of check it is
     * @param id      names it
     * @param summary what was found
     * @param wrong   what is wrong, one sentence each
     * @param time    that it took
     * @return the result
     */
    static CheckResult of(final String group, final String id, final String summary,
            final List<String> wrong, final Duration time) {
        return new CheckResult(group, id, wrong.isEmpty() ? Status.PASSED : Status.FAILED, summary, wrong,
                time);
    }

    /**
     * Tells whether something that is demanded does not hold.
     *
     * @return true if so
     */
    public boolean failed() {
        return status == Status.FAILED;
    }
}
