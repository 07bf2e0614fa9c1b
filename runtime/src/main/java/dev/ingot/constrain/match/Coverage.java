package dev.ingot.constrain.match;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;

/** Finds out whether all texts of a slice may stand at a state, by going through both side by side. */
final class Coverage {

    private static final int WAYS = 20; // of having begun a character, for each number of characters
    private static final int MOST_PLACES = 40; // besides those of a limited slice

    private final StateTable table;
    private final Slice slice;
    private final int most;
    private final Set<Place> seen = new HashSet<>();
    private final ArrayDeque<Place> open = new ArrayDeque<>();

    /** A state of the text, a way of having begun a character, and the number of characters so far if it is limited. */
    private record Place(State state, int way, int characters) {}

    private Coverage(final StateTable table, final Slice slice) {
        this.table = table;
        this.slice = slice;
        most = MOST_PLACES + (slice.longest() == Slice.ANY ? 0 : WAYS * slice.longest());
    }

    static boolean of(final StateTable table, final State state, final Slice slice) {
        return new Coverage(table, slice).covers(state);
    }

    private boolean covers(final State state) {
        add(new Place(state, 0, 0));
        while (!open.isEmpty()) {
            if (seen.size() > most || !follow(open.pop())) {
                return false;
            }
        }
        return true;
    }

    private boolean follow(final Place place) {
        if (place.way() == 0 && place.characters() == slice.longest()) {
            return true;
        }
        final int[] steps = table.sliceSteps()[place.way()];
        for (int i = 0; i < steps.length; i += 2) {
            final State next = table.next(place.state(), steps[i]);
            if (next.isDead()) {
                return false;
            }
            final int counted = slice.longest() != Slice.ANY && steps[i + 1] == 0 ? 1 : 0;
            add(new Place(next, steps[i + 1], place.characters() + counted));
        }
        return true;
    }

    private void add(final Place place) {
        if (seen.add(place)) {
            open.push(place);
        }
    }
}
