package dev.ingot.runtime;

import dev.ingot.runtime.engine.Engine;
import dev.ingot.runtime.engine.RunControl;
import dev.ingot.runtime.engine.Sequence;
import dev.ingot.runtime.engine.TextFeed;
import dev.ingot.runtime.speculate.Lookahead;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Computes the logits behind a text that grows token by token. Holds a sequence, and what guesses ahead, from the first time
 * on until they are given back. All but that between {@link Engine#enter} and {@link Engine#leave}; for one thread at a time.
 */
final class TextSteps {

    private final LoadedModel model;
    private final long owner;
    private final Optional<Speculation> speculation;
    private final RunControl control;
    private final TextFeed feed;
    private final int limit;
    private @Nullable Sequence sequence;
    private @Nullable Lookahead lookahead; // for as long as the sequence is held
    private Optional<Drafts> drafts = Optional.empty();
    private int cached;

    /**
     * Prepares; nothing is computed yet.
     *
     * @param owner       whose sequence is continued, or {@link Sequence#NOBODY} to start afresh
     * @param speculation how tokens are guessed, if so
     * @param control     stops it
     * @param limit       most tokens of the text
     */
    TextSteps(final LoadedModel model, final long owner, final Optional<Speculation> speculation,
            final RunControl control, final int limit) {
        this.model = model;
        this.owner = owner;
        this.speculation = speculation;
        this.control = control;
        this.limit = limit;
        feed = new TextFeed(model.engine(), control, owner != Sequence.NOBODY);
    }

    /** Tells whether anything was computed, or was about to be. */
    boolean hasBegun() {
        return sequence != null;
    }

    /** Returns how many tokens needed not be computed the first time. */
    int cached() {
        return cached + feed.copied();
    }

    /**
     * Returns the logits that follow a text: those of a guess that was right, or new ones.
     *
     * @return floats that are the caller's to change until the next call; null if it was stopped
     */
    @Nullable
    MemorySegment logits(final int[] tokens, final int length) {
        final @Nullable MemorySegment known = ready(tokens, length);
        if (known != null) {
            return control.stopped() ? null : known;
        }
        final @Nullable Sequence current = advance(tokens, length);
        if (current == null) {
            return null;
        }
        final @Nullable MemorySegment ahead = ready(tokens, length);
        return ahead == null ? current.logits() : ahead;
    }

    private @Nullable MemorySegment ready(final int[] tokens, final int length) {
        final @Nullable Lookahead ahead = lookahead;
        return ahead == null ? null : ahead.ready(tokens, length);
    }

    private @Nullable Sequence advance(final int[] tokens, final int length) {
        final @Nullable Sequence current = sequence;
        if (current != null) {
            return compute(current, tokens, length) ? current : null;
        }
        speculation.ifPresent(it -> lookahead = Drafters.begin(model, it, control));
        final @Nullable Sequence lent = model.engine().acquire(owner, control);
        if (lent == null) {
            return null;
        }
        sequence = lent;
        lent.use(control.adapter());
        cached = lent.rewindTo(tokens, length);
        return compute(lent, tokens, length) ? lent : null;
    }

    /** Feeds what the sequence does not hold: the prompt first, then token by token. */
    private boolean compute(final Sequence current, final int[] tokens, final int length) {
        final int from = current.rewindTo(tokens, length);
        final @Nullable Lookahead ahead = lookahead;
        return (ahead != null && ahead.compute(current, tokens, from, length, limit, control))
                || feed.run(current, tokens, length);
    }

    /**
     * Gives back what is held; does nothing a second time.
     *
     * @param keeper owner of what the sequence holds from now on, or {@link Sequence#NOBODY}
     */
    void giveBack(final long keeper) {
        final @Nullable Lookahead ahead = lookahead;
        if (ahead != null) {
            lookahead = null;
            drafts = Optional.of(drafts(ahead));
            ahead.close();
        }
        final @Nullable Sequence lent = sequence;
        if (lent != null) {
            sequence = null;
            model.engine().release(lent, keeper);
        }
    }

    /** Returns how guesses fared, if there were any. */
    Optional<Drafts> drafts() {
        final @Nullable Lookahead ahead = lookahead;
        return ahead == null ? drafts : Optional.of(drafts(ahead));
    }

    private static Drafts drafts(final Lookahead ahead) {
        return new Drafts(ahead.steps(), ahead.drafted(), ahead.accepted());
    }
}
