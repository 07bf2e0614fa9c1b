package dev.ingot.constrain;

import dev.ingot.constrain.grammar.Effort;
import dev.ingot.constrain.source.Automata;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what constraints were compiled to, for programs that get the same ones again and again, as servers do: what is made
 * twice within {@link #use} is compiled once, and an answer that is begun there under a constraint that was made there
 * compiles nothing. Serves any number of models, and has no part in any of them. Thread-safe.
 *
 * <pre>{@code
 * var cache = new ConstraintCache(64 << 20, 2);
 * Generation answer = cache.use(request::isCancelled,
 *         () -> generator.generate(prompt, options.constraint(Constraint.jsonSchema(schema))));
 * }</pre>
 */
public final class ConstraintCache {

    private final Automata automata;

    /**
     * Keeps nothing yet.
     *
     * @param bytes  of memory for what is kept, about; those not used for longest go first, and what is larger is never kept
     * @param atOnce how many may be compiled at a time, at least 1; others wait for their turns
     */
    public ConstraintCache(final long bytes, final int atOnce) {
        if (bytes < 0 || atOnce < 1) {
            throw new IllegalArgumentException("bytes: " + bytes + ", at once: " + atOnce);
        }
        automata = new Automata(bytes, atOnce);
    }

    /**
     * Does work with what is kept at hand. That of other threads which the work starts is not meant.
     *
     * @param <T>       what it returns
     * @param <X>       what it may throw
     * @param cancelled tells whether the work is not wanted any more; looked at again and again by who compiles or waits for a
     *                  turn, and by nobody else; quick
     * @param work      makes constraints and begins answers
     * @return what it returns
     * @throws X                                  as the work does
     * @throws dev.ingot.error.CancelledException if it was cancelled while something was compiled
     */
    public <T extends @Nullable Object, X extends Throwable> T use(final BooleanSupplier cancelled,
            final ScopedValue.CallableOp<? extends T, X> work) throws X {
        return Effort.<T, X>within(cancelled, () -> automata.<T, X>use(work));
    }

    /**
     * Returns how often something was compiled.
     *
     * @return automata that were made, kept ones included
     */
    public long compiled() {
        return automata.made();
    }
}
