package dev.ingot.constrain.match;

import dev.ingot.constrain.grammar.Automaton;
import dev.ingot.constrain.grammar.ByteSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The states of an automaton that texts have led to so far. It is bounded: one that is full is replaced by an empty one,
 * to which a text that is under way moves. Thread-safe.
 */
final class StateTable {

    private static final int MOST_STATES = 50_000;
    private static final long MOST_WEIGHT = 4_000_000; // numbers of 8 bytes
    private static final long MOST_MASK_BYTES = 16 << 20;

    private final Automaton automaton;
    private final int[] classes; // of each byte
    private final int[][] sliceSteps;
    private final int[] representatives; // a byte of each class
    private final Frames frames = new Frames();
    private final Stepper stepper;
    private final Map<Longs, State> states = new HashMap<>();
    private final boolean dropsFirstBlank;
    private final State first;
    private long weight;
    private long maskBytes;
    private volatile long bytes; // of all that grows, as it was at the last step

    /** Makes an empty table; where the first blank does not count, it may come in addition to what fits. */
    StateTable(final Automaton automaton, final Collection<ByteSet> toldApart,
            final boolean dropsFirstBlank) {
        this(automaton, automaton.byteClasses(toldApart), dropsFirstBlank);
    }

    private StateTable(final Automaton automaton, final int[] classes, final boolean dropsFirstBlank) {
        this.automaton = automaton;
        this.classes = classes;
        this.dropsFirstBlank = dropsFirstBlank;
        sliceSteps = Slice.steps(classes);
        representatives = new int[classes.length];
        for (int value = 0; value < classes.length; value++) {
            representatives[classes[value]] = value;
        }
        stepper = new Stepper(automaton, frames);
        final State begin = intern(stepper.first());
        first = dropsFirstBlank ? after(begin, classes[' ']) : begin;
    }

    /** Returns an empty table of the same automaton. */
    StateTable emptied() {
        return new StateTable(automaton, classes, dropsFirstBlank);
    }

    State first() {
        return first;
    }

    /** Returns a state that goes on as another does, and to that itself when a byte of a class comes first. */
    private State after(final State begin, final int blank) {
        final var state = new State(begin.places, begin.accepting);
        final var next = new State[classes.length];
        next[blank] = begin;
        state.next = next;
        return state;
    }

    /** Returns the classes that continue plain text, as {@link Slice#steps} has them. */
    int[][] sliceSteps() {
        return sliceSteps;
    }

    int[] classes() {
        return classes;
    }

    /** Tells whether it is time for an empty one. */
    synchronized boolean isFull() {
        return states.size() > MOST_STATES || weight + frames.weight() > MOST_WEIGHT
                || maskBytes > MOST_MASK_BYTES;
    }

    /** Returns where a byte of a class leads. */
    State next(final State from, final int byteClass) {
        final State @Nullable [] known = from.next;
        final @Nullable State next = known == null ? null : known[byteClass];
        return next == null ? lookUp(from, byteClass) : next;
    }

    private synchronized State lookUp(final State from, final int byteClass) {
        State @Nullable [] known = from.next;
        if (known == null) {
            known = new State[classes.length];
            from.next = known;
            weight += known.length / 2;
        }
        final State next = intern(stepper.next(from, representatives[byteClass]));
        known[byteClass] = next;
        measure();
        return next;
    }

    private State intern(final State state) {
        final var key = new Longs(state.places, state.accepting ? 1 : 0);
        final @Nullable State old = states.putIfAbsent(key, state);
        if (old == null) {
            weight += state.places.length + 8;
            return state;
        }
        return old;
    }

    /** Returns a state's mask, computed once. */
    TokenMask mask(final State state, final Vocabulary vocabulary) {
        final @Nullable TokenMask known = state.mask;
        return known == null ? compute(state, vocabulary) : known;
    }

    private synchronized TokenMask compute(final State state, final Vocabulary vocabulary) {
        stepper.grant();
        final TokenMask mask = new MaskBuilder(this, vocabulary).build(state);
        state.mask = mask;
        maskBytes += mask.bytes();
        measure();
        return mask;
    }

    private void measure() {
        bytes = (weight + frames.weight()) * Long.BYTES + maskBytes;
    }

    /** Returns about how much memory it takes. Waits for nobody. */
    long bytes() {
        return bytes;
    }

    /** Returns where a token leads. */
    synchronized State after(final State state, final byte[] token) {
        stepper.grant();
        State current = state;
        for (final byte value : token) {
            current = next(current, classes[value & 0xFF]);
        }
        return current;
    }

    /** Takes over a state of another table. */
    synchronized State adopt(final State foreign, final StateTable other) {
        final var moved = new HashMap<Integer, Integer>();
        moved.put(Frames.BOTTOM, Frames.BOTTOM);
        other.framesBelow(foreign)
                .forEach((frame, links) -> moved.put(frame, frames.of(moved(links, moved))));
        return intern(new State(moved(foreign.places, moved), foreign.accepting));
    }

    private static long[] moved(final long[] links, final Map<Integer, Integer> frames) {
        final var result = new LongList();
        for (final long link : links) {
            result.add(
                    Frames.link(Objects.requireNonNull(frames.get(Frames.frame(link))), Frames.state(link)));
        }
        return result.sortedSet();
    }

    /** Returns the links of the frames that a state needs, lower frames first. */
    private synchronized Map<Integer, long[]> framesBelow(final State state) {
        final var result = new LinkedHashMap<Integer, long[]>();
        FrameOrder.of(state.places, frames).forEach(frame -> result.put(frame, frames.links(frame)));
        return result;
    }
}
