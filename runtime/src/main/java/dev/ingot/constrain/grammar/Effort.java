package dev.ingot.constrain.grammar;

import dev.ingot.error.CancelledException;
import dev.ingot.error.ConstraintException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What making one automaton may take. Every part of an expression counts when it is made, whoever makes it; so that what is
 * too large ends before it fills the memory, and what nobody waits for any more ends soon. For one thread.
 */
public final class Effort {

    /** About 100 MB of parts, and more than an automaton of the largest size needs. */
    static final int MOST_PARTS = 3_000_000;

    private static final ScopedValue<Effort> CURRENT = ScopedValue.newInstance();

    private final BooleanSupplier cancelled;
    private int parts;

    private Effort(final BooleanSupplier cancelled) {
        this.cancelled = cancelled;
    }

    /**
     * Does work that may make so many parts as one automaton.
     *
     * @param <T>  what it returns
     * @param work that makes an automaton
     * @return what it returns
     * @throws ConstraintException if it makes more
     */
    public static <T> T bounded(final Supplier<T> work) {
        return Effort.<T, RuntimeException>within(CURRENT.isBound() ? CURRENT.get().cancelled : () -> false,
                work::get);
    }

    /**
     * Does work that may end before it is done.
     *
     * @param <T>       what it returns
     * @param cancelled looked at again and again; quick
     * @param work      that makes automata
     * @return what it returns
     * @throws CancelledException if it was cancelled
     */
    public static <T> T cancellable(final BooleanSupplier cancelled, final Supplier<T> work) {
        return Effort.<T, RuntimeException>within(cancelled, () -> {
            look();
            return work.get();
        });
    }

    /**
     * Does work in which all that is compiled may end before it is done. Nothing is looked at before.
     *
     * @param <T>       what it returns
     * @param <X>       what it may throw
     * @param cancelled looked at again and again; quick
     * @param work      that makes automata, among other things
     * @return what it returns
     * @throws X                  as the work does
     * @throws CancelledException if it was cancelled
     */
    public static <T extends @Nullable Object, X extends Throwable> T within(final BooleanSupplier cancelled,
            final ScopedValue.CallableOp<? extends T, X> work) throws X {
        return ScopedValue.where(CURRENT, new Effort(cancelled)).call(work);
    }

    /**
     * Looks whether the work is wanted still, and has not grown too large. Called wherever a text, rule or state is begun, and
     * never while a class is initialized: one whose constants could not be made is lost for good.
     *
     * @throws CancelledException  if it was cancelled
     * @throws ConstraintException if it is too large
     */
    public static void look() {
        if (CURRENT.isBound()) {
            CURRENT.get().check();
        }
    }

    /** Counts parts that are made; {@link #look} tells. */
    static void add(final int more) {
        if (CURRENT.isBound()) {
            CURRENT.get().parts += more;
        }
    }

    private void check() {
        if (cancelled.getAsBoolean()) {
            throw new CancelledException("the constraint is not wanted any more");
        }
        if (parts > MOST_PARTS) {
            throw new ConstraintException("grammar", "",
                    "too large: more than " + MOST_PARTS + " parts before it is compiled");
        }
    }
}
