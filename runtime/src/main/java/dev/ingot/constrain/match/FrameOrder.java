package dev.ingot.constrain.match;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/** The frames that some links lead to, directly or not; lower ones first. */
final class FrameOrder {

    private FrameOrder() {}

    static List<Integer> of(final long[] links, final Frames frames) {
        final var seen = new HashSet<Integer>();
        final var open = new ArrayDeque<long[]>();
        open.push(links);
        while (!open.isEmpty()) {
            for (final long link : open.pop()) {
                if (seen.add(Frames.frame(link))) {
                    open.push(frames.links(Frames.frame(link)));
                }
            }
        }
        seen.remove(Frames.BOTTOM);
        return seen.stream().sorted(Comparator.comparingInt(frames::depth)).toList();
    }
}
