package dev.ingot.runtime.speculate;

/**
 * How many tokens the next guess has. A step that looks at several tokens is dearer than one that looks at one, so guesses
 * grow while they are right, shrink to what was right of the last one, and pause for longer each time nothing was.
 */
final class DraftLength {

    private static final int FIRST = 4;
    private static final int LONGEST_PAUSE = 16;

    private final int most;
    private int next;
    private int pause; // length of the next pause, in tokens
    private int paused; // tokens left of the one that lasts

    DraftLength(final int most) {
        this.most = most;
        next = Math.min(FIRST, most);
    }

    /** Returns the length of the guess for one token; 0 while pausing. */
    int next() {
        if (paused > 0) {
            paused--;
            return 0;
        }
        return next;
    }

    /** Takes note of how a guess fared. */
    void learn(final int drafted, final int accepted) {
        if (accepted == 0) {
            paused = pause;
            pause = Math.min(LONGEST_PAUSE, pause * 2 + 1);
            next = Math.min(2, most);
        } else {
            pause = 0;
            next = Math.min(most, accepted == drafted ? drafted * 2 : accepted + 1);
        }
    }
}
