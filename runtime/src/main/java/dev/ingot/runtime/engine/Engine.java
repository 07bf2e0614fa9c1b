package dev.ingot.runtime.engine;

import dev.ingot.adapter.AdapterFile;
import dev.ingot.adapter.AdapterInputs;
import dev.ingot.error.ModelRunException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A loaded decoder with its thread and its sequences. Thread-safe: what different threads ask for is computed in turns, and
 * single tokens of several sequences in one step.
 *
 * <p>Native memory is touched only between {@link #enter} and {@link #leave}; closing waits until nobody is there. No
 * caller's code runs there, so that closing from inside a listener does not wait for itself.
 */
public final class Engine implements AutoCloseable {

    private final ModelThread thread;
    private final DecoderSession session;
    private final LogitsShelf shelf;
    private final Stepper stepper;
    private final StepRunner runner;
    private final SequenceStore store;
    private final ChunkRule chunks;
    private final Set<RunControl> controls = ConcurrentHashMap.newKeySet();
    private final Gate gate = new Gate();
    private final AtomicLong owners = new AtomicLong(Sequence.NOBODY);
    private final AtomicLong adapters = new AtomicLong(LoadedAdapter.NONE);
    private volatile boolean closing;

    private Engine(final ModelThread thread, final DecoderSession session) {
        this.thread = thread;
        this.session = session;
        shelf = new LogitsShelf(session.vocabulary());
        stepper = new Stepper(session, shelf);
        runner = new StepRunner(stepper);
        thread.steps(runner);
        store = new SequenceStore(session.settings().sequences(), this::makeSequence);
        chunks = new ChunkRule(session.settings().prefillChunk(), session.vocabulary(), session.rows());
    }

    /**
     * Loads a decoder.
     *
     * @param name     of the model, for its thread
     * @param spec     which one
     * @param settings how
     * @return the engine, to be closed by the caller
     */
    public static Engine open(final String name, final DecoderSpec spec, final SessionSettings settings) {
        final var thread = new ModelThread(name);
        try {
            return new Engine(thread, thread.call(() -> new DecoderSession(spec, settings)));
        } catch (RuntimeException | Error e) {
            thread.close();
            throw e;
        }
    }

    private Sequence makeSequence() {
        session.requireMemory(Sequence.firstBytes(session.cache(), session.contextLength()));
        return thread.call(stepper::sequence);
    }

    /**
     * Begins the use of native memory.
     *
     * @return false if the engine is closed; then {@link #leave} must not be called
     */
    public boolean enter() {
        return gate.enter();
    }

    /** Ends the use of native memory. */
    public void leave() {
        gate.leave();
    }

    /**
     * Makes the means to stop one generation.
     *
     * @param adapter  to compute with, held by the caller; let go of when the result is closed; empty for none
     * @param deadline ends the generation
     * @return to be closed by the caller
     * @throws IllegalStateException if the engine is closed; then the adapter stays held
     */
    public RunControl control(final Optional<LoadedAdapter> adapter, final Deadline deadline) {
        if (!enter()) {
            throw new IllegalStateException("the generator is closed");
        }
        try {
            final var control = new RunControl(this::stopped, controls::remove, adapter, deadline);
            controls.add(control);
            if (closing) {
                control.stop();
            }
            return control;
        } finally {
            leave();
        }
    }

    private void stopped() {
        store.wake();
        thread.dropStopped();
        runner.stopped();
    }

    /**
     * Loads an adapter. Between {@link #enter} and {@link #leave}.
     *
     * @param source of the adapter, for messages
     * @param file   its content, which is copied
     * @return the adapter, held by the caller
     * @throws dev.ingot.error.ModelFormatException if the graph has no inputs for it
     */
    public LoadedAdapter load(final Path source, final AdapterFile file) {
        session.adapters().check(source, file.parameters());
        return new LoadedAdapter(adapters.incrementAndGet(), file.bytes());
    }

    /**
     * Returns what is known of the inputs for adapters.
     *
     * @return the products that have them, in graphs that Ingot has written
     */
    public AdapterInputs adapterInputs() {
        return session.adapters().products();
    }

    /**
     * Makes an owner of sequences: somebody who will want one back with what it holds.
     *
     * @return a number unlike all before
     */
    public long owner() {
        return owners.incrementAndGet();
    }

    /**
     * Lends a sequence; waits while all are lent out. Between {@link #enter} and {@link #leave}.
     *
     * @param owner   whose tokens it may still hold, or {@link Sequence#NOBODY}
     * @param control ends the waiting
     * @return the sequence, or null when stopped or closed
     */
    public @Nullable Sequence acquire(final long owner, final RunControl control) {
        return store.acquire(owner, control);
    }

    /**
     * Lends a sequence that holds nothing, if that needs no waiting. Between {@link #enter} and {@link #leave}.
     *
     * @return the sequence, or null
     */
    public @Nullable Sequence tryAcquire() {
        return store.tryAcquire();
    }

    /**
     * Lends several sequences that hold nothing. Between {@link #enter} and {@link #leave}.
     *
     * @param count   how many, at most {@link #sequences}
     * @param control ends the waiting
     * @return the sequences; fewer when stopped or closed
     */
    public List<Sequence> acquireAll(final int count, final RunControl control) {
        return store.acquireAll(count, control);
    }

    /**
     * Takes a sequence back.
     *
     * @param sequence lent before
     * @param owner    of its tokens from now on, or {@link Sequence#NOBODY} to forget them
     */
    public void release(final Sequence sequence, final long owner) {
        thread.leaves(sequence);
        stepper.forget(sequence);
        store.release(sequence, owner);
    }

    /**
     * Returns how many tokens of a text are best computed in one step: fewer while there are other sequences in use.
     *
     * @param allRows whether the logits of all of them are wanted
     * @return at least 1
     */
    public int chunk(final boolean allRows) {
        return chunks.tokens(allRows, store.lent() > 1);
    }

    /**
     * Continues a sequence, and leaves the logits of its last position in it. Between {@link #enter} and {@link #leave}.
     *
     * @param sequence lent before
     * @param text     tokens
     * @param from     index of the first one to take
     * @param count    how many, at most a chunk
     * @param control  stops the step
     * @return false if it was stopped
     */
    public boolean extend(final Sequence sequence, final int[] text, final int from, final int count,
            final RunControl control) {
        if (count == 1) {
            return !control.stopped() && thread
                    .step(new RowStep(sequence, text[from], control, new CompletableFuture<>()));
        }
        return run(it -> {
            it.extend(sequence, text, from, count, control.options());
            return true;
        }, sequence, control, false);
    }

    /**
     * Continues a sequence with the logits of every position. Between {@link #enter} and {@link #leave}.
     *
     * @param sequence lent before
     * @param text     tokens
     * @param from     index of the first one to take
     * @param count    how many, at most a chunk
     * @param target   rows for as many
     * @param control  stops the step
     * @return false if it was stopped
     */
    public boolean extendWide(final Sequence sequence, final int[] text, final int from, final int count,
            final Logits target, final RunControl control) {
        return run(it -> {
            it.extendWide(sequence, text, from, count, target, control.options());
            return true;
        }, sequence, control, false);
    }

    /**
     * Continues a sequence with the hidden states of every position. Between {@link #enter} and {@link #leave}.
     *
     * @param sequence lent before
     * @param text     tokens
     * @param from     index of the first one to take
     * @param count    how many, at most a chunk
     * @param control  stops the step
     * @return hidden states, position by position; empty if it was stopped
     */
    public Optional<float[]> hiddenStates(final Sequence sequence, final int[] text, final int from,
            final int count, final RunControl control) {
        return run(it -> Optional.of(it.hiddenStates(sequence, text, from, count, control.options())),
                sequence, control, Optional.empty());
    }

    /**
     * Tells whether the graph has hidden states to be read.
     *
     * @return true if so
     */
    public boolean hasHiddenStates() {
        return session.hasHiddenStates();
    }

    SequenceStore store() {
        return store;
    }

    DecoderSession session() {
        return session;
    }

    /** Does something with a sequence on the model's thread; returns the last argument if it was stopped. */
    <T> T run(final Function<Stepper, T> work, final Sequence sequence, final RunControl control,
            final T stopped) {
        if (control.stopped()) {
            return stopped;
        }
        thread.leaves(sequence);
        try {
            return thread.call(() -> work.apply(stepper), control, stopped);
        } catch (ModelRunException e) {
            if (control.stopped()) {
                return stopped;
            }
            throw e;
        }
    }

    /**
     * Returns how many sequences there may be at once.
     *
     * @return at least 1
     */
    public int sequences() {
        return session.settings().sequences();
    }

    /**
     * Returns how long a sequence may become without all its positions being rotated in another way.
     *
     * @param length tokens
     * @return tokens, at least as many
     */
    public int longestAlike(final int length) {
        return length <= session.rotarySwitch() ? session.rotarySwitch() : Integer.MAX_VALUE;
    }

    /**
     * Returns how many ids have logits.
     *
     * @return the width of a row
     */
    public int vocabulary() {
        return session.vocabulary();
    }

    /**
     * Makes memory for the logits of several positions.
     *
     * @param rows how many positions
     * @return to be closed by the caller
     */
    public Logits logits(final int rows) {
        return new Logits(rows, session.vocabulary());
    }

    /** Stops what runs, waits for it and frees the memory. */
    @Override
    public void close() {
        closing = true;
        controls.forEach(RunControl::stop);
        gate.close(this::free);
    }

    private void free() {
        store.close();
        thread.call(() -> {
            stepper.close();
            shelf.close();
            session.close();
            return true;
        });
        thread.close();
        NativeHeap.trim();
    }
}
