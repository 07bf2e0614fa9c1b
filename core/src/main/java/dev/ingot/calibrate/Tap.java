package dev.ingot.calibrate;

import java.util.ArrayList;
import java.util.List;

/**
 * A value that matrices multiply.
 *
 * @param value    its name
 * @param width    of its rows: K
 * @param matrices names of the constants that it multiplies
 */
record Tap(String value, int width, List<String> matrices) {

    /** Of the sums of a group, and of what a run yields of them. */
    private static final long GROUP_BYTES = 512L << 20;

    /** Copies the list. */
    Tap {
        matrices = List.copyOf(matrices);
    }

    /** Puts taps into groups whose sums fit into memory together; one alone may take more. */
    static List<List<Tap>> groups(final List<Tap> taps) {
        final var groups = new ArrayList<List<Tap>>();
        long used = GROUP_BYTES;
        for (final Tap tap : taps) {
            final long bytes = 2L * tap.width * tap.width * Float.BYTES;
            if (used + bytes > GROUP_BYTES) {
                groups.add(new ArrayList<>());
                used = 0;
            }
            groups.getLast().add(tap);
            used += bytes;
        }
        return groups;
    }
}
