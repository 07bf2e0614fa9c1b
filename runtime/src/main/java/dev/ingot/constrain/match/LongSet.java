package dev.ingot.constrain.match;

import java.util.Arrays;

/** Numbers without order, emptied cheaply. For one thread at a time. */
final class LongSet {

    private static final long FREE = -1; // No entry is negative.

    private long[] slots = new long[64];
    private final LongList entries = new LongList();

    LongSet() {
        Arrays.fill(slots, FREE);
    }

    /** Adds a number that is not negative; false if it was there. */
    boolean add(final long value) {
        int at = place(value, slots.length);
        while (slots[at] != FREE) {
            if (slots[at] == value) {
                return false;
            }
            at = at + 1 & slots.length - 1;
        }
        slots[at] = value;
        entries.add(value);
        if (entries.size() * 2 > slots.length) {
            grow();
        }
        return true;
    }

    private void grow() {
        slots = new long[slots.length * 2];
        Arrays.fill(slots, FREE);
        for (int i = 0; i < entries.size(); i++) {
            int at = place(entries.get(i), slots.length);
            while (slots[at] != FREE) {
                at = at + 1 & slots.length - 1;
            }
            slots[at] = entries.get(i);
        }
    }

    private static int place(final long value, final int length) {
        final long mixed = value * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32) & length - 1;
    }

    long get(final int index) {
        return entries.get(index);
    }

    int size() {
        return entries.size();
    }

    void clear() {
        if (entries.size() * 4 > slots.length) {
            Arrays.fill(slots, FREE);
        } else {
            for (int i = 0; i < entries.size(); i++) {
                remove(entries.get(i));
            }
        }
        entries.clear();
    }

    /** Frees the slot; the numbers behind it are freed as well, one by one. */
    private void remove(final long value) {
        int at = place(value, slots.length);
        while (slots[at] != FREE) {
            slots[at] = FREE;
            at = at + 1 & slots.length - 1;
        }
    }
}
