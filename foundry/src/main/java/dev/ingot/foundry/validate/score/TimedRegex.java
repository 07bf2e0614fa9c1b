package dev.ingot.foundry.validate.score;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Regular expressions that end: matching stops after some time, however many ways of matching there are left to try, as long
 * as these ways read the text. For those that do not, such as nothing a thousand million times, the caller needs a thread that
 * it does not wait for.
 */
public final class TimedRegex {

    /** What came out of matching. */
    public enum Match {
        /** The expression matches the text as a whole. */
        YES,
        /** It does not. */
        NO,
        /** Time, or the stack, ran out before that was known. */
        UNKNOWN
    }

    private TimedRegex() {}

    /**
     * Matches.
     *
     * @param pattern the expression
     * @param text    to be matched as a whole
     * @param limit   how long it may take
     * @return what came out
     */
    public static Match match(final Pattern pattern, final String text, final Duration limit) {
        try {
            return pattern.matcher(new Timed(text, System.nanoTime() + limit.toNanos(), new AtomicInteger()))
                    .matches()
                            ? Match.YES
                            : Match.NO;
        } catch (OutOfTime | StackOverflowError e) {
            return Match.UNKNOWN;
        }
    }

    /** Every step of the matcher asks for a character. */
    private record Timed(String text, long end, AtomicInteger asked) implements CharSequence {

        private static final int EVERY = 1 << 10;

        @Override
        public char charAt(final int index) {
            if (asked.incrementAndGet() % EVERY == 0 && System.nanoTime() - end > 0) {
                throw new OutOfTime();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(final int start, final int stop) {
            return text.substring(start, stop);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final class OutOfTime extends RuntimeException {

        private static final long serialVersionUID = 1L;

        OutOfTime() {
            super("out of time", null, false, false);
        }
    }
}
