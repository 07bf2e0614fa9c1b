package dev.ingot.constrain.source;

import dev.ingot.constrain.grammar.Automaton;
import dev.ingot.constrain.grammar.Effort;
import dev.ingot.constrain.grammar.Grammar;
import dev.ingot.error.CancelledException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The automata that were used last, and turns to make others, few at a time: each may take seconds of a processor, and a hundred
 * megabytes or two while it does. One that several ask for at once is made once. What could not be made is not kept. Thread-safe.
 */
public final class Automata {

    private static final ScopedValue<Automata> CURRENT = ScopedValue.newInstance();
    private static final long LOOK_MILLIS = 20;

    private final long mostBytes;
    private final int atOnce;
    private final LinkedHashMap<Object, Automaton> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<Object> making = new HashSet<>();
    private long bytes;
    private long made;

    /**
     * Keeps nothing yet.
     *
     * @param mostBytes of all that are kept
     * @param atOnce    how many may be made at a time
     */
    public Automata(final long mostBytes, final int atOnce) {
        this.mostBytes = mostBytes;
        this.atOnce = atOnce;
    }

    /**
     * Returns the automaton of a grammar: one that is kept {@link #use where this is called}, or a new one.
     *
     * @param key     equal for equal grammars
     * @param grammar reads it
     * @return the automaton
     * @throws dev.ingot.error.ConstraintException if there is none
     * @throws CancelledException                  if it is not wanted any more
     */
    public static Automaton of(final Object key, final Supplier<Grammar> grammar) {
        return CURRENT.isBound() ? CURRENT.get().get(key, grammar) : compiled(grammar);
    }

    private static Automaton compiled(final Supplier<Grammar> grammar) {
        return Effort.bounded(() -> grammar.get().compile());
    }

    /**
     * Does work with these automata at hand.
     *
     * @param <T>  what it returns
     * @param <X>  what it may throw
     * @param work of this thread
     * @return what it returns
     * @throws X as the work does
     */
    public <T extends @Nullable Object, X extends Throwable> T use(
            final ScopedValue.CallableOp<? extends T, X> work) throws X {
        return ScopedValue.where(CURRENT, this).call(work);
    }

    /**
     * Returns how many were made.
     *
     * @return those that could be made
     */
    public synchronized long made() {
        return made;
    }

    private Automaton get(final Object key, final Supplier<Grammar> grammar) {
        final Optional<Automaton> known = known(key);
        if (known.isPresent()) {
            return known.get();
        }
        try {
            final Automaton automaton = compiled(grammar);
            keep(key, automaton);
            return automaton;
        } finally {
            leave(key);
        }
    }

    /** Returns what is kept, or nothing when it is the caller's turn to make it. */
    private synchronized Optional<Automaton> known(final Object key) {
        while (kept.get(key) == null && (making.size() == atOnce || making.contains(key))) {
            Effort.look();
            try {
                wait(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancelledException("interrupted while waiting to compile a constraint", e);
            }
        }
        final Optional<Automaton> known = Optional.ofNullable(kept.get(key));
        if (known.isEmpty()) {
            Effort.look();
            making.add(key);
        }
        return known;
    }

    private synchronized void keep(final Object key, final Automaton automaton) {
        made++;
        if (automaton.bytes() > mostBytes) {
            return;
        }
        kept.put(key, automaton);
        bytes += automaton.bytes();
        while (bytes > mostBytes) {
            bytes -= kept.pollFirstEntry().getValue().bytes();
        }
    }

    private synchronized void leave(final Object key) {
        making.remove(key);
        notifyAll();
    }
}
