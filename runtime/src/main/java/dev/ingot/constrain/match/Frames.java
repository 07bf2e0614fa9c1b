package dev.ingot.constrain.match;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to be done when a rule ends: a frame is a set of links, each a state to go on with and the frame that it belongs
 * to. All callers of a rule at one place of the text share one frame, so that any number of stacks takes little room
 * (Tomita's graph-structured stack); frames of equal content are one, so that equal situations are found again. For one
 * thread at a time.
 */
final class Frames {

    /** The frame under all others: nothing is left to do. */
    static final int BOTTOM = 0;

    /** Returned instead of a frame that would lie too deep. */
    static final int TOO_DEEP = -1;

    private static final int MOST_DEEP = 2_000;

    private final List<long[]> links = new ArrayList<>();
    private final Map<Longs, Integer> known = new HashMap<>();
    private int[] depths = new int[64];
    private long entries;

    Frames() {
        links.add(new long[0]);
    }

    static long link(final int frame, final int state) {
        return (long) frame << Integer.SIZE | state;
    }

    static int frame(final long link) {
        return (int) (link >>> Integer.SIZE);
    }

    static int state(final long link) {
        return (int) link;
    }

    /** Returns the frame of some links, which are sorted and not changed any more; or {@link #TOO_DEEP}. */
    int of(final long[] sorted) {
        final var key = new Longs(sorted, 0);
        final Integer old = known.get(key);
        if (old != null) {
            return old;
        }
        int depth = 0;
        for (final long link : sorted) {
            depth = Math.max(depth, depths[frame(link)] + 1);
        }
        if (depth > MOST_DEEP) {
            return TOO_DEEP;
        }
        final int frame = links.size();
        if (frame == depths.length) {
            depths = Arrays.copyOf(depths, frame * 2);
        }
        depths[frame] = depth;
        links.add(sorted);
        known.put(key, frame);
        entries += sorted.length;
        return frame;
    }

    long[] links(final int frame) {
        return links.get(frame);
    }

    int depth(final int frame) {
        return depths[frame];
    }

    /** Returns about how much there is: links, and a few for each frame. */
    long weight() {
        return entries + 4L * links.size();
    }
}
