package dev.ingot.runtime.speculate;

import dev.ingot.error.UnsupportedModelException;
import dev.ingot.runtime.engine.Engine;
import dev.ingot.runtime.engine.Logits;
import dev.ingot.runtime.engine.RunControl;
import dev.ingot.runtime.engine.Sequence;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Has the model look at guessed tokens in one step, and keeps the logits of all their positions: as long as the text goes on
 * as guessed, they are those that single steps would give. Whoever chooses the tokens never sees a guess, so what comes
 * out is what would come out without. For one thread at a time.
 */
public final class Lookahead implements AutoCloseable {

    /** A constraint may leave no choice of some tokens in a row; beyond so many, they are computed by themselves. */
    private static final int MOST_PENDING = 8;
    private static final int NOTHING = Integer.MIN_VALUE / 2;

    private final Engine engine;
    private final Drafter drafter;
    private final DraftLength lengths;
    private final int[] guess;
    private final int[] fed; // tokens of the text that were not computed yet, then the guesses
    private @Nullable Logits rows;
    private int start = NOTHING; // index of fed[0] in the text
    private int pending; // tokens of the text in the last step
    private int guesses; // of the last step
    private int right; // how many of them were
    private int drafted; // by the steps before
    private int accepted;
    private int steps;

    /**
     * Creates one.
     *
     * @param engine  that looks
     * @param drafter that guesses; closed with this
     * @param most    tokens of one guess, at least 1
     * @throws UnsupportedModelException if the graph gives the logits of the last position only
     */
    public Lookahead(final Engine engine, final Drafter drafter, final int most) {
        this.engine = engine;
        this.drafter = drafter;
        final int longest = Math.min(most, engine.chunk(true) - 1);
        if (longest < 1) {
            drafter.close();
            throw new UnsupportedModelException("speculation needs a graph that gives the logits of every"
                    + " position of a step; this one gives those of the last one: convert the model anew, or"
                    + " generate without speculation");
        }
        lengths = new DraftLength(longest);
        guess = new int[1 + longest];
        fed = new int[Math.min(MOST_PENDING + longest, engine.chunk(true))];
    }

    /**
     * Returns the logits that follow a text, if they are there already.
     *
     * @param text   tokens
     * @param length how many of them there are
     * @return a row of floats, or null if the text went on in another way
     */
    public @Nullable MemorySegment ready(final int[] text, final int length) {
        final int row = length - 1 - start;
        if (rows == null || row < pending - 1 || row >= pending + guesses
                || !Arrays.equals(text, start, length, fed, 0, row + 1)) {
            return null;
        }
        right = row - (pending - 1);
        return rows.row(row);
    }

    /**
     * Guesses, and computes the logits of what is left of the text and of the guesses.
     *
     * @param sequence that holds the text up to there
     * @param text     tokens
     * @param from     index of the first token that is left
     * @param length   how many of them there are
     * @param limit    tokens that the text may have in the end
     * @param control  stops the step
     * @return false if nothing was guessed, or the step was stopped: then nothing was computed
     */
    public boolean compute(final Sequence sequence, final int[] text, final int from, final int length,
            final int limit, final RunControl control) {
        settle();
        final int left = length - from;
        final int room = Math.min(Math.min(limit - 1, engine.longestAlike(length)) - length,
                fed.length - left);
        final int wanted = Math.min(room, lengths.next());
        final int found = wanted < 1 ? 0 : drafter.draft(text, length, wanted, guess);
        if (found < 1) {
            return false;
        }
        System.arraycopy(text, from, fed, 0, left);
        System.arraycopy(guess, 1, fed, left, found);
        if (rows == null) {
            rows = engine.logits(fed.length);
        }
        if (!engine.extendWide(sequence, fed, 0, left + found, rows, control)) {
            return false;
        }
        start = from;
        pending = left;
        guesses = found;
        steps++;
        return true;
    }

    /** Counts the last guess, of which nothing more is wanted. */
    private void settle() {
        if (guesses > 0) {
            lengths.learn(guesses, right);
            drafted += guesses;
            accepted += right;
            guesses = 0;
            right = 0;
            start = NOTHING;
        }
    }

    /**
     * Returns how many steps looked at guesses.
     *
     * @return steps
     */
    public int steps() {
        return steps;
    }

    /**
     * Returns how many tokens were guessed.
     *
     * @return tokens
     */
    public int drafted() {
        return drafted + guesses;
    }

    /**
     * Returns how many guesses became part of the text.
     *
     * @return tokens
     */
    public int accepted() {
        return accepted + right;
    }

    /** Makes a guess that is under way end soon; from any thread. */
    public void stop() {
        drafter.stop();
    }

    @Override
    public void close() {
        drafter.close();
        if (rows != null) {
            rows.close();
            rows = null;
        }
    }
}
