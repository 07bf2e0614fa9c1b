package dev.ingot.hf;

import java.util.Arrays;

/** A set of strings that all lie in one array of bytes: an open hash table of their places. Not thread-safe. */
final class Spellings {

    /** Bytes of a tokenizer for each place: tokens and merges take more than twice as many for each token. */
    private static final int BYTES = 12;
    private static final int PRIME = 31;
    private static final int HALF = 16;

    private final byte[] text;
    private int[] starts;
    private int[] ends; // 0 where there is no string
    private int size;

    Spellings(final byte[] text) {
        this.text = text;
        this.starts = new int[2 * Math.max(1, Integer.highestOneBit(text.length / BYTES))];
        this.ends = new int[starts.length];
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Adds a string that does not begin the array. */
    void add(final int start, final int end) {
        if (2 * size >= ends.length) {
            grow();
        }
        put(start, end);
        size++;
    }

    private void grow() {
        final int[] oldStarts = starts;
        final int[] oldEnds = ends;
        starts = new int[4 * oldStarts.length];
        ends = new int[starts.length];
        for (int i = 0; i < oldEnds.length; i++) {
            if (oldEnds[i] != 0) {
                put(oldStarts[i], oldEnds[i]);
            }
        }
    }

    private void put(final int start, final int end) {
        int place = place(hash(0, start, end));
        while (ends[place] != 0) {
            place = place + 1 & ends.length - 1;
        }
        starts[place] = start;
        ends[place] = end;
    }

    /** Tells whether two pieces, one behind the other, are a string of the set. */
    boolean contains(final int start, final int end, final int nextStart, final int nextEnd) {
        final int middle = end - start;
        final int length = middle + nextEnd - nextStart;
        for (int place = place(hash(hash(0, start, end), nextStart, nextEnd)); ends[place] != 0; place = place
                + 1 & ends.length - 1) {
            final int found = starts[place];
            if (ends[place] - found == length && same(found, start, middle)
                    && same(found + middle, nextStart, length - middle)) {
                return true;
            }
        }
        return false;
    }

    /** Tells whether a piece is a string of the set. */
    boolean contains(final int start, final int end) {
        return contains(start, end, end, end);
    }

    private boolean same(final int one, final int other, final int length) {
        return Arrays.equals(text, one, one + length, text, other, other + length);
    }

    private int hash(final int before, final int start, final int end) {
        int hash = before;
        for (int i = start; i < end; i++) {
            hash = PRIME * hash + text[i];
        }
        return hash;
    }

    private int place(final int hash) {
        final int mixed = hash * 0x9E37_79B1;
        return (mixed ^ mixed >>> HALF) & ends.length - 1;
    }
}
