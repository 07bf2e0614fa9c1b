package dev.ingot.runtime;

import dev.ingot.error.CancelledException;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.runtime.engine.Deadline;
import dev.ingot.runtime.engine.Engine;
import dev.ingot.runtime.engine.RunControl;
import dev.ingot.runtime.engine.Sequence;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Computes a given text in steps, so that memory does not grow with it. */
final class TextRun {

    private final LoadedModel model;
    private final int[] text;
    private final Optional<String> adapter;
    private final Optional<Cancellation> cancellation;

    /**
     * Prepares; nothing is computed yet.
     *
     * @throws InvalidOptionException if the text is empty, too long, or holds ids that the model does not know
     */
    TextRun(final LoadedModel model, final int[] text, final Optional<String> adapter,
            final Optional<Cancellation> cancellation) {
        if (text.length == 0 || text.length > model.config().contextLength()) {
            throw new InvalidOptionException("the text has " + text.length + " tokens: expected 1 to "
                    + model.config().contextLength() + ", the model's context");
        }
        model.requireKnown(text);
        this.model = model;
        this.text = text.clone();
        this.adapter = adapter;
        this.cancellation = cancellation;
    }

    /** Hands over the logits of every position; outside of the engine's gate. */
    void logits(final LogitsConsumer consumer) {
        final Engine engine = model.engine();
        final int chunk = Math.min(engine.chunk(true), text.length);
        final var row = new float[engine.vocabulary()];
        try (var wide = engine.logits(chunk)) {
            run(chunk, new Part() {
                @Override
                public boolean compute(final Sequence sequence, final int from, final int count,
                        final RunControl control) {
                    return engine.extendWide(sequence, text, from, count, wide, control);
                }

                @Override
                public void deliver(final int from, final int count) {
                    for (int i = 0; i < count; i++) {
                        MemorySegment.copy(wide.row(i), ValueLayout.JAVA_FLOAT_UNALIGNED, 0, row, 0,
                                row.length);
                        consumer.accept(from + i, row);
                    }
                }
            });
        }
    }

    /** Receives hidden states. */
    @FunctionalInterface
    interface HiddenConsumer {

        /** Takes those of the next so many positions, one after the other. */
        void accept(float[] states, int count);
    }

    /** Hands over the hidden states of every position. */
    void hiddenStates(final HiddenConsumer consumer) {
        final Engine engine = model.engine();
        final var states = new AtomicReference<float[]>();
        run(engine.chunk(false), new Part() {
            @Override
            public boolean compute(final Sequence sequence, final int from, final int count,
                    final RunControl control) {
                final Optional<float[]> found = engine.hiddenStates(sequence, text, from, count, control);
                found.ifPresent(states::set);
                return found.isPresent();
            }

            @Override
            public void deliver(final int from, final int count) {
                consumer.accept(states.get(), count);
            }
        });
    }

    /** What is done with each part of the text. */
    private interface Part {

        /** Computes it, within the engine's gate; false if it was stopped. */
        boolean compute(Sequence sequence, int from, int count, RunControl control);

        /** Hands over what was computed. */
        void deliver(int from, int count);
    }

    private void run(final int chunk, final Part part) {
        try (var control = model.adapters().control(adapter, Deadline.NEVER)) {
            final Runnable stop = control::stop;
            cancellation.ifPresent(it -> it.listen(stop));
            try {
                run(chunk, part, control);
            } finally {
                cancellation.ifPresent(it -> it.forget(stop));
            }
        }
    }

    private void run(final int chunk, final Part part, final RunControl control) {
        final Engine engine = model.engine();
        final Sequence sequence = acquire(engine, control);
        try {
            sequence.use(control.adapter());
            sequence.expect(text.length);
            for (int from = 0; from < text.length; from += chunk) {
                final int count = Math.min(chunk, text.length - from);
                compute(engine, sequence, from, count, control, part);
                part.deliver(from, count);
            }
        } finally {
            engine.release(sequence, Sequence.NOBODY);
        }
    }

    private static Sequence acquire(final Engine engine, final RunControl control) {
        requireOpen(engine.enter());
        try {
            final @Nullable Sequence sequence = engine.acquire(Sequence.NOBODY, control);
            if (sequence == null) {
                throw new CancelledException("the evaluation was cancelled");
            }
            return sequence;
        } finally {
            engine.leave();
        }
    }

    private static void compute(final Engine engine, final Sequence sequence, final int from, final int count,
            final RunControl control, final Part part) {
        requireOpen(!Thread.currentThread().isInterrupted() && engine.enter());
        try {
            requireOpen(part.compute(sequence, from, count, control));
        } finally {
            engine.leave();
        }
    }

    private static void requireOpen(final boolean open) {
        if (!open) {
            throw new CancelledException("the evaluation was cancelled");
        }
    }
}
