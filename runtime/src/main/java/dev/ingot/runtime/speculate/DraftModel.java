package dev.ingot.runtime.speculate;

import dev.ingot.error.InsufficientMemoryException;
import dev.ingot.kernel.Kernels;
import dev.ingot.runtime.engine.Deadline;
import dev.ingot.runtime.engine.Engine;
import dev.ingot.runtime.engine.RunControl;
import dev.ingot.runtime.engine.Sequence;
import dev.ingot.runtime.engine.TextFeed;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Guesses what a smaller model of the same vocabulary finds most probable (Leviathan et al. 2023). */
public final class DraftModel implements Drafter {

    private static final Logger LOG = System.getLogger(DraftModel.class.getName());

    private final Engine engine;
    private final int contextLength;
    private final int known; // ids that the larger model knows
    private final RunControl control;
    private final TextFeed feed;
    private @Nullable Sequence sequence;
    private int[] own = {};

    /**
     * Creates one.
     *
     * @param engine        of the smaller model; nothing is guessed while it is closed, or has no sequence to spare
     * @param contextLength of the smaller model, tokens; beyond it nothing is guessed
     * @param known         ids that the larger model knows; others are never guessed
     * @param deadline      of the request
     */
    public DraftModel(final Engine engine, final int contextLength, final int known,
            final Deadline deadline) {
        this.engine = engine;
        this.contextLength = contextLength;
        this.known = Math.min(known, engine.vocabulary());
        control = engine.control(Optional.empty(), deadline);
        feed = new TextFeed(engine, control, false);
    }

    @Override
    public int draft(final int[] text, final int length, final int most, final int[] into) {
        final int room = Math.min(most, contextLength - length);
        if (room < 1 || !knows(text, length) || !engine.enter()) {
            return 0;
        }
        try {
            return guess(text, length, room, into);
        } catch (InsufficientMemoryException e) {
            LOG.log(Level.DEBUG, "no guess", e);
            return 0;
        } finally {
            engine.leave();
        }
    }

    /** Vocabularies of one family may differ in their last ids. */
    private boolean knows(final int[] text, final int length) {
        for (int i = 0; i < length; i++) {
            if (text[i] >= engine.vocabulary()) {
                return false;
            }
        }
        return true;
    }

    private int guess(final int[] text, final int length, final int most, final int[] into) {
        if (sequence == null) {
            sequence = engine.tryAcquire();
            if (sequence == null) {
                return 0;
            }
        }
        copy(text, length, most);
        int guessed = 0;
        while (guessed < most && feed.run(sequence, own, length + guessed)) {
            final int id = Kernels.active().logits().argMax(sequence.logits(), known);
            if (id < 0) {
                return guessed;
            }
            own[length + guessed++] = id;
            into[guessed] = id;
        }
        return guessed;
    }

    private void copy(final int[] text, final int length, final int most) {
        if (own.length < length + most) {
            own = new int[length + most + length / 2];
        }
        System.arraycopy(text, 0, own, 0, length);
    }

    @Override
    public void stop() {
        control.stop();
    }

    @Override
    public void close() {
        control.close();
        if (sequence != null) {
            engine.release(sequence, Sequence.NOBODY);
            sequence = null;
        }
    }
}
