package dev.ingot.runtime.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession.RunOptions;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes a model's steps: many tokens of one sequence, or one token of several. On the model's thread. */
final class Stepper implements AutoCloseable {

    /** Masks grow by so many tokens at a time. */
    private static final int MASK_STEP = 64;

    private final DecoderSession session;
    private final Slots slots;
    private final LogitsShelf shelf;
    private final StepInputs text;
    private final boolean sameBits; // no step of one token alone
    private final List<@Nullable RowInputs> rows = new ArrayList<>(); // by how many

    Stepper(final DecoderSession session, final LogitsShelf shelf) {
        this.session = session;
        this.shelf = shelf;
        sameBits = session.settings().sameBits();
        slots = new Slots(session);
        text = new StepInputs(session.settings().prefillChunk());
    }

    Slots slots() {
        return slots;
    }

    /** Makes a sequence. */
    Sequence sequence() {
        final var made = new Sequence(session.rotarySwitch(), session.contextLength());
        slots.add(made);
        return made;
    }

    /** Returns how many sequences can be computed at once; attention, too, rounds otherwise where each has a single token. */
    int widest() {
        return sameBits ? 1 : slots.widest();
    }

    /** Continues a sequence, and leaves the logits of its last position in it. */
    void extend(final Sequence sequence, final int[] tokens, final int from, final int count,
            final RunOptions options) {
        if (count == 1 && sameBits) {
            extendByPair(sequence, tokens[from], options);
            return;
        }
        if (session.rows() != LogitRows.ALL || count == 1) {
            final int positions = sameBits ? 2 : 1;
            run(sequence, tokens, from, count, read(sequence, positions), positions, options);
            return;
        }
        final Logits target = read(sequence, 1);
        try (var wide = new Logits(count, session.vocabulary())) {
            run(sequence, tokens, from, count, wide, count, options);
            MemorySegment.copy(wide.row(count - 1), 0, target.row(0), 0, target.row(0).byteSize());
        }
    }

    /**
     * Continues a sequence by one token in a step of two, its last one once more: rows of products of several rows have the
     * same bits, be they two or five hundred, and a product of one row has others. What is written anew has the bits it had.
     */
    private void extendByPair(final Sequence sequence, final int token, final RunOptions options) {
        final boolean first = sequence.length() == 0;
        final int[] pair = pair(sequence, token);
        final Logits target = read(sequence, 2);
        run(sequence, pair, 0, 2, target, 2, options);
        if (first) {
            sequence.takeBack();
            sequence.read(target, 0);
        }
    }

    /** Takes the last token back, if there is one, and returns it with the next; else the next twice, of which the first counts. */
    private static int[] pair(final Sequence sequence, final int token) {
        if (sequence.length() == 0) {
            return new int[]{token, token};
        }
        final int last = sequence.last();
        sequence.takeBack();
        return new int[]{last, token};
    }

    /**
     * Continues a sequence with what other sequences hold of its text.
     *
     * @return how many tokens it has more than before
     */
    int share(final Sequence sequence, final int[] text, final int wanted) {
        return slots.share(sequence, text, wanted);
    }

    /** Continues a sequence, with the logits of every position. */
    void extendWide(final Sequence sequence, final int[] tokens, final int from, final int count,
            final Logits target, final RunOptions options) {
        if (count == 1 && sameBits) {
            extendByPair(sequence, tokens[from], options);
            MemorySegment.copy(sequence.logits(), 0, target.row(0), 0, target.row(0).byteSize());
            return;
        }
        run(sequence, tokens, from, count, target, count, options);
    }

    /** Continues a sequence; returns the hidden states of its new positions, one after the other. */
    float[] hiddenStates(final Sequence sequence, final int[] tokens, final int from, final int count,
            final RunOptions options) {
        if (count == 1 && sameBits) {
            return hiddenStatesByPair(sequence, tokens[from], options);
        }
        final Logits unread = read(sequence, 1);
        final var found = new ArrayList<float[]>(1);
        run(sequence, tokens, from, count, 1, window -> {
            if (session.rows() == LogitRows.CHOSEN) {
                window.outputs().put(session.spec().names().logits(), unread.tensor(1, 1));
            } else {
                window.outputs().remove(session.spec().names().logits());
            }
            found.add(session.hiddenStates(window.inputs(), window.outputs(), options));
        });
        return found.getFirst();
    }

    private float[] hiddenStatesByPair(final Sequence sequence, final int token, final RunOptions options) {
        final boolean first = sequence.length() == 0;
        final float[] both = hiddenStates(sequence, pair(sequence, token), 0, 2, options);
        final int width = both.length / 2;
        if (first) {
            sequence.takeBack();
        }
        return Arrays.copyOfRange(both, first ? 0 : width, first ? width : both.length);
    }

    private void run(final Sequence sequence, final int[] tokens, final int from, final int count,
            final Logits target, final int positions, final RunOptions options) {
        run(sequence, tokens, from, count, positions,
                window -> run(window, target.tensor(1, positions), options));
    }

    /** Sets the inputs of a step, has it made, and takes note of its tokens. */
    private void run(final Sequence sequence, final int[] tokens, final int from, final int count,
            final int positions, final Consumer<KvWindow> step) {
        final int total = sequence.total(count);
        slots.reserve(sequence, total);
        sequence.overwrite();
        final KvWindow window = slots.window(sequence);
        final OnnxTensor ids = text.ids(tokens, from, count);
        final OnnxTensor mask = text.mask(sequence.length() + count, total);
        final OnnxTensor chosen = text.positions(count, positions);
        try {
            prepare(window, ids, mask, chosen);
            step.accept(window);
        } finally {
            mask.close();
            if (count > 1) {
                ids.close();
            }
            if (positions > 1) {
                chosen.close();
            }
        }
        sequence.append(tokens, from, count);
    }

    private void prepare(final KvWindow window, final OnnxTensor ids, final OnnxTensor mask,
            final OnnxTensor chosen) {
        window.inputs().put(session.spec().names().inputIds(), ids);
        window.inputs().put(session.spec().names().attentionMask(), mask);
        if (session.rows() == LogitRows.CHOSEN) {
            window.inputs().put(HeadNarrowing.POSITIONS, chosen);
        }
    }

    private void run(final KvWindow window, final OnnxTensor logits, final RunOptions options) {
        window.outputs().put(session.spec().names().logits(), logits);
        session.run(window.inputs(), window.outputs(), options);
    }

    /**
     * Makes room for one more token.
     *
     * @throws dev.ingot.error.InsufficientMemoryException if there is no memory for it
     */
    void reserve(final Sequence sequence) {
        reserve(sequence, sequence.total(1));
    }

    /** Makes room for so many tokens altogether. */
    void reserve(final Sequence sequence, final int tokens) {
        slots.reserve(sequence, tokens);
    }

    /** Groups steps into such as can be made as one; room was made for them. */
    List<List<RowStep>> together(final List<RowStep> steps) {
        return slots.together(steps);
    }

    /** Makes steps of neighbours as one. */
    void step(final List<RowStep> neighbours, final RunOptions options) {
        final int count = neighbours.size();
        if (count == 1 && sameBits) {
            extendByPair(neighbours.getFirst().sequence(), neighbours.getFirst().token(), options);
            return;
        }
        final RowInputs inputs = inputs(count);
        inputs.width(width(neighbours));
        for (int i = 0; i < count; i++) {
            neighbours.get(i).sequence().overwrite();
            inputs.token(i, neighbours.get(i).token());
            inputs.length(i, neighbours.get(i).sequence().length() + 1);
        }
        final Logits target = read(neighbours.stream().map(RowStep::sequence).toList());
        final KvWindow window = slots.window(neighbours);
        prepare(window, inputs.ids(), inputs.mask(), inputs.positions());
        run(window, target.tensor(count, 1), options);
        for (final RowStep step : neighbours) {
            step.sequence().append(new int[]{step.token()}, 0, 1);
        }
    }

    /** Wider than the longest, so that it is the same for many steps; on the same side of the rotary switch. */
    private int width(final List<RowStep> steps) {
        int longest = 0;
        for (final RowStep step : steps) {
            longest = Math.max(longest, step.sequence().total(1));
        }
        final int most = longest <= session.rotarySwitch()
                ? Math.min(slots.capacity(), session.rotarySwitch())
                : slots.capacity();
        return Math.min((longest + MASK_STEP - 1) / MASK_STEP * MASK_STEP, most);
    }

    private RowInputs inputs(final int count) {
        while (rows.size() <= count) {
            rows.add(null);
        }
        @Nullable
        RowInputs found = rows.get(count);
        if (found == null) {
            found = new RowInputs(count);
            rows.set(count, found);
        }
        return found;
    }

    /** Lets a sequence read the last of the next logits. */
    private Logits read(final Sequence sequence, final int rows) {
        forget(sequence);
        final Logits target = shelf.take(rows, 1);
        sequence.read(target, rows - 1);
        return target;
    }

    /** Lets sequences read the next logits side by side. */
    private Logits read(final List<Sequence> sequences) {
        sequences.forEach(this::forget);
        final Logits target = shelf.take(sequences.size(), sequences.size());
        for (int i = 0; i < sequences.size(); i++) {
            sequences.get(i).read(target, i);
        }
        return target;
    }

    /** Lets go of the logits that a sequence reads; on the thread that uses it, while no step of it waits. */
    void forget(final Sequence sequence) {
        final @Nullable Logits before = sequence.forgetLogits();
        if (before != null) {
            shelf.give(before);
        }
    }

    @Override
    public void close() {
        text.close();
        for (final @Nullable RowInputs it : rows) {
            if (it != null) {
                it.close();
            }
        }
        slots.close();
    }
}
