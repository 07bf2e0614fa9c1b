package dev.ingot.runtime;

import dev.ingot.error.CancelledException;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.runtime.engine.Deadline;
import dev.ingot.runtime.engine.Engine;
import dev.ingot.runtime.engine.Logits;
import dev.ingot.runtime.engine.RunControl;
import dev.ingot.runtime.engine.Sequence;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Logits of every position of a text, computed in steps so that memory does not grow with the text. */
final class Evaluation {

    private final LoadedModel model;
    private final int[] text;
    private final Optional<String> adapter;
    private final LogitsConsumer consumer;
    private final float[] row;

    Evaluation(final LoadedModel model, final int[] text, final Optional<String> adapter,
            final LogitsConsumer consumer) {
        if (text.length == 0 || text.length > model.config().contextLength()) {
            throw new InvalidOptionException("the text has " + text.length + " tokens: expected 1 to "
                    + model.config().contextLength() + ", the model's context");
        }
        model.requireKnown(text);
        this.model = model;
        this.text = text.clone();
        this.adapter = adapter;
        this.consumer = consumer;
        row = new float[model.engine().vocabulary()];
    }

    void run() {
        final Engine engine = model.engine();
        final int chunk = Math.min(engine.chunk(true), text.length);
        try (var control = model.adapters().control(adapter, Deadline.NEVER);
                var wide = engine.logits(chunk)) {
            @Nullable
            Sequence sequence = null;
            try {
                sequence = acquire(engine, control);
                sequence.use(control.adapter());
                sequence.expect(text.length);
                for (int from = 0; from < text.length; from += chunk) {
                    final int count = Math.min(chunk, text.length - from);
                    extend(engine, sequence, from, count, wide, control);
                    deliver(from, count, wide);
                }
            } finally {
                if (sequence != null) {
                    engine.release(sequence, Sequence.NOBODY);
                }
            }
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

    private void extend(final Engine engine, final Sequence sequence, final int from, final int count,
            final Logits wide, final RunControl control) {
        requireOpen(!Thread.currentThread().isInterrupted() && engine.enter());
        try {
            requireOpen(engine.extendWide(sequence, text, from, count, wide, control));
        } finally {
            engine.leave();
        }
    }

    private static void requireOpen(final boolean open) {
        if (!open) {
            throw new CancelledException("the evaluation was cancelled");
        }
    }

    private void deliver(final int from, final int count, final Logits wide) {
        for (int i = 0; i < count; i++) {
            MemorySegment.copy(wide.row(i), ValueLayout.JAVA_FLOAT_UNALIGNED, 0, row, 0, row.length);
            consumer.accept(from + i, row);
        }
    }
}
