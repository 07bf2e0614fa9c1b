package dev.ingot.constrain.match;

import dev.ingot.constrain.grammar.Automaton;
import dev.ingot.constrain.grammar.ByteSet;
import java.util.ArrayList;

/** An automaton together with a vocabulary, for any number of generations at a time. Thread-safe. */
public final class TokenConstraint {

    private static final int BLANK = ' ';

    private final Automaton automaton;
    private final Vocabulary vocabulary;
    private volatile StateTable table;

    /**
     * Begins with no masks known.
     *
     * @param automaton  what the text must be
     * @param vocabulary what it is made of
     */
    public TokenConstraint(final Automaton automaton, final Vocabulary vocabulary) {
        this.automaton = automaton;
        this.vocabulary = vocabulary;
        final var toldApart = new ArrayList<>(Slice.sets());
        toldApart.add(ByteSet.of(BLANK, BLANK));
        table = new StateTable(automaton, toldApart, vocabulary.dropsFirstBlank());
    }

    /**
     * Begins a text.
     *
     * @return at its beginning
     */
    public Matcher matcher() {
        return new Matcher(this, current());
    }

    /**
     * Returns about how much memory the automaton takes, and what is known of it by now.
     *
     * @return bytes, without the vocabulary
     */
    public long bytes() {
        return automaton.bytes() + table.bytes();
    }

    Vocabulary vocabulary() {
        return vocabulary;
    }

    /** Returns the table to work with: another one than before when that was full. */
    StateTable current() {
        final StateTable now = table;
        return now.isFull() ? replace(now) : now;
    }

    private synchronized StateTable replace(final StateTable full) {
        if (table == full) {
            table = full.emptied();
        }
        return table;
    }
}
