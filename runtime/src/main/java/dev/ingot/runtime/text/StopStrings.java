package dev.ingot.runtime.text;

import java.util.List;

/**
 * Finds strings that end an answer, also where they come in pieces. Text that might be the beginning of one is held back
 * until it is decided. For one thread at a time.
 */
public final class StopStrings {

    private final List<String> stops;
    private final StringBuilder held = new StringBuilder();
    private boolean found;

    /**
     * Starts at the beginning of an answer.
     *
     * @param stops none of them empty; an empty list finds nothing and holds nothing back
     */
    public StopStrings(final List<String> stops) {
        this.stops = List.copyOf(stops);
    }

    /**
     * Takes the next piece.
     *
     * @param piece of the answer
     * @return text that is surely part of the answer, up to the first stop string
     */
    public String next(final String piece) {
        if (stops.isEmpty()) {
            return piece;
        }
        held.append(piece);
        final int end = firstStop();
        if (end >= 0) {
            found = true;
            held.setLength(end);
            return flush();
        }
        final int safe = held.length() - longestBeginning();
        final String text = held.substring(0, safe);
        held.delete(0, safe);
        return text;
    }

    /**
     * Tells whether a stop string was found.
     *
     * @return true if the answer is over
     */
    public boolean found() {
        return found;
    }

    /**
     * Ends the answer.
     *
     * @return what was held back
     */
    public String flush() {
        final String text = held.toString();
        held.setLength(0);
        return text;
    }

    /** Returns where the stop begins that is complete first, however the text was cut into pieces; or -1. */
    private int firstStop() {
        int begin = -1;
        int end = Integer.MAX_VALUE;
        for (final String stop : stops) {
            final int at = held.indexOf(stop);
            if (at >= 0 && (at + stop.length() < end || (at + stop.length() == end && at < begin))) {
                begin = at;
                end = at + stop.length();
            }
        }
        return begin;
    }

    private int longestBeginning() {
        int longest = 0;
        for (final String stop : stops) {
            for (int n = Math.min(stop.length() - 1, held.length()); n > longest; n--) {
                if (stop.startsWith(held.substring(held.length() - n))) {
                    longest = n;
                }
            }
        }
        return longest;
    }
}
