package dev.ingot.runtime;

import dev.ingot.constrain.grammar.Effort;
import dev.ingot.constrain.match.Matcher;
import dev.ingot.constrain.match.TokenMask;
import dev.ingot.error.CancelledException;
import dev.ingot.kernel.Kernels;
import dev.ingot.runtime.engine.Deadline;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/** Keeps one answer within its constraint, if it has one. For one thread at a time. */
final class Guide {

    private final Optional<Matcher> matcher;

    /**
     * Begins an answer within the shape of its turn, or else the constraint of its options; compiles what is not yet. One that is
     * cancelled or over before that is done gets no bounds: no token of it will be made.
     */
    Guide(final LoadedModel model, final GenerationOptions options, final Optional<TurnRules> turn,
            final Deadline deadline) {
        matcher = begun(model.constraints(), options, turn, () -> deadline.hasCome()
                || options.cancellation().map(Cancellation::isCancelled).orElse(false));
    }

    private static Optional<Matcher> begun(final Constraints constraints, final GenerationOptions options,
            final Optional<TurnRules> turn, final BooleanSupplier over) {
        try {
            return Effort.cancellable(over, () -> turn.flatMap(it -> it.matcher(constraints))
                    .or(() -> options.constraint().map(constraints::matcher)));
        } catch (CancelledException e) {
            return Optional.empty();
        }
    }

    /** Tells whether the answer cannot go on. */
    boolean isComplete() {
        return matcher.isPresent() && matcher.get().isComplete();
    }

    /** Returns the only token that may come next, if there is just one and the answer may not end here. */
    OptionalInt forced() {
        if (matcher.isEmpty() || matcher.get().fits()) {
            return OptionalInt.empty();
        }
        final TokenMask mask = matcher.get().mask();
        return mask.count() == 1 ? mask.ids().findFirst() : OptionalInt.empty();
    }

    /** Makes the tokens impossible that may not come next. */
    void restrict(final MemorySegment logits, final int count) {
        matcher.ifPresent(it -> it.mask().apply(logits, count, Kernels.active().logits()));
    }

    void accept(final int id) {
        matcher.ifPresent(it -> it.accept(id));
    }
}
