package dev.ingot.hf;

import java.io.Serial;

/** Text that a regular expression may look at a limited number of times, against patterns of exponential cost. */
final class CountedText implements CharSequence {

    private static final int MAX_STEPS = 1_000_000;

    /** The limit was reached. */
    static final class TooManyStepsException extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1L;

        TooManyStepsException() {
            super("more than " + MAX_STEPS + " steps");
        }
    }

    private final String text;
    private int steps;

    CountedText(final String text) {
        this.text = text;
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(final int index) {
        if (++steps > MAX_STEPS) {
            throw new TooManyStepsException();
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(final int start, final int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
