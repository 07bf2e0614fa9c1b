package dev.ingot.constrain.match;

import dev.ingot.constrain.grammar.Automaton;
import dev.ingot.error.ConstraintException;
import java.util.BitSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Computes what follows: all rules that end at this place are left, then all that begin are entered. The second half goes
 * by rank, so that a frame is complete when it is made. For one thread at a time.
 */
final class Stepper {

    private static final int MOST_PLACES = 50_000;

    /** Places looked at for one mask: far above what any sensible grammar needs, a second or so. */
    private static final long MOST_WORK = 50_000_000;

    private final Automaton automaton;
    private final Frames frames;
    private final LongSet active = new LongSet();
    private final LongList places = new LongList();
    private final BitSet begun = new BitSet();
    private final int[] ruleOfRank;
    private final @Nullable LongList[] links; // by rank
    private boolean accepting;
    private long work;

    Stepper(final Automaton automaton, final Frames frames) {
        this.automaton = automaton;
        this.frames = frames;
        links = new LongList[automaton.rules()];
        ruleOfRank = new int[automaton.rules()];
        for (int rule = 0; rule < ruleOfRank.length; rule++) {
            ruleOfRank[automaton.rank(rule)] = rule;
        }
    }

    /** Allows as much work as one mask may take. */
    void grant() {
        work = 0;
    }

    /** Returns where a text begins. */
    State first() {
        clear();
        accepting = automaton.fitsNothing();
        call(0, automaton.accept(), Frames.BOTTOM);
        return close();
    }

    /** Returns where a byte leads. */
    State next(final State from, final int value) {
        clear();
        spend(from.places.length);
        for (final long place : from.places) {
            if (automaton.takes(Frames.state(place), value)) {
                enter(automaton.follow(Frames.state(place)), Frames.frame(place));
            }
        }
        return close();
    }

    /** Forgets the last step, also one that was given up half way. */
    private void clear() {
        for (int rank = begun.nextSetBit(0); rank >= 0; rank = begun.nextSetBit(rank + 1)) {
            Objects.requireNonNull(links[rank]).clear();
        }
        active.clear();
        places.clear();
        begun.clear();
        accepting = false;
    }

    private void spend(final long amount) {
        work += amount;
        if (work > MOST_WORK) {
            throw tooAmbiguous();
        }
    }

    private static ConstraintException tooAmbiguous() {
        return new ConstraintException("grammar", "",
                "too ambiguous: the same text can be read in too many ways;"
                        + " nested repetitions and large optional parts are the usual causes");
    }

    private void enter(final int state, final int frame) {
        final int[] closure = automaton.closure(state);
        spend(closure.length);
        for (final int it : closure) {
            active.add(Frames.link(frame, it));
        }
    }

    private State close() {
        for (int i = 0; i < active.size(); i++) {
            visit(Frames.state(active.get(i)), Frames.frame(active.get(i)));
        }
        for (int rank = begun.nextSetBit(0); rank >= 0; rank = begun.nextSetBit(rank + 1)) {
            begin(rank);
        }
        if (places.size() > MOST_PLACES) {
            throw tooAmbiguous();
        }
        return new State(places.sortedSet(), accepting);
    }

    private void visit(final int state, final int frame) {
        if (automaton.isByte(state)) {
            places.add(Frames.link(frame, state));
        } else if (automaton.call(state) >= 0) {
            call(automaton.call(state), automaton.follow(state), frame);
        } else if (frame == Frames.BOTTOM) {
            accepting = true;
        } else {
            for (final long link : frames.links(frame)) {
                enter(Frames.state(link), Frames.frame(link));
            }
        }
    }

    /** Notes that a rule begins here. One that is called last does not come back to its caller but to those before. */
    private void call(final int rule, final int back, final int frame) {
        final int rank = automaton.rank(rule);
        LongList into = links[rank];
        if (into == null) {
            into = new LongList();
            links[rank] = into;
        }
        begun.set(rank);
        if (frame != Frames.BOTTOM && automaton.isTail(back)) {
            spend(frames.links(frame).length);
            for (final long link : frames.links(frame)) {
                into.add(link);
            }
        } else {
            into.add(Frames.link(frame, back));
        }
    }

    private void begin(final int rank) {
        final LongList into = Objects.requireNonNull(links[rank]);
        final int frame = frames.of(into.sortedSet());
        if (frame == Frames.TOO_DEEP) {
            return;
        }
        final int[] closure = automaton.closure(automaton.start(ruleOfRank[rank]));
        spend(closure.length);
        for (final int state : closure) {
            if (automaton.isByte(state)) {
                places.add(Frames.link(frame, state));
            } else if (automaton.call(state) >= 0) {
                call(automaton.call(state), automaton.follow(state), frame);
            } // A rule that says nothing was passed over where it was called.
        }
    }
}
