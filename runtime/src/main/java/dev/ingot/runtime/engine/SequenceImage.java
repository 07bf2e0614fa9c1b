package dev.ingot.runtime.engine;

import dev.ingot.error.CancelledException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values of a sequence as a stream of bytes: tensor by tensor, head by head, token by token, floats in the
 * machine's order, little-endian on all that are supported. They pass through a small buffer, and other sequences are computed meanwhile. All methods between
 * {@link Engine#enter} and {@link Engine#leave}; for one thread at a time.
 */
public final class SequenceImage {

    private static final int PIECE = 1 << 20;

    private final Engine engine;
    private final RunControl control;

    /**
     * Prepares.
     *
     * @param engine  the model
     * @param control stops it
     */
    public SequenceImage(final Engine engine, final RunControl control) {
        this.engine = engine;
        this.control = control;
    }

    /**
     * Tells what a sequence holds.
     *
     * @param tokens    whose keys and values are there
     * @param stretched whether they are rotated as those of long sequences
     * @param adapter   number of the adapter that they were computed with
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, not compared
    public record Held(int[] tokens, boolean stretched, long adapter) {}

    /** What is done with keys and values. */
    @FunctionalInterface
    public interface Reader {

        /**
         * Reads them.
         *
         * @param held     what they are of
         * @param sequence for {@link SequenceImage#write}
         * @throws IOException if they cannot be handed on
         */
        void read(Held held, Sequence sequence) throws IOException;
    }

    /**
     * Returns the bytes of one token.
     *
     * @return in all tensors
     */
    public long tokenBytes() {
        return CacheTensor.tokenBytes(engine.session().cache());
    }

    /**
     * Borrows what an owner's sequence holds.
     *
     * @param owner  of the sequence
     * @param reader called if it is there
     * @return false if it is not there
     * @throws IOException what the reader throws
     */
    public boolean borrow(final long owner, final Reader reader) throws IOException {
        final @Nullable Sequence sequence = engine.store().acquireOwn(owner);
        if (sequence == null) {
            return false;
        }
        try {
            reader.read(new Held(sequence.tokens(), sequence.stretched(), sequence.adapter()), sequence);
            return true;
        } finally {
            engine.release(sequence, owner);
        }
    }

    /**
     * Writes all keys and values of a borrowed sequence.
     *
     * @param sequence the sequence
     * @param target   where to
     * @throws IOException        if it cannot be written
     * @throws CancelledException if it was stopped
     */
    public void write(final Sequence sequence, final OutputStream target) throws IOException {
        final var buffer = new byte[PIECE];
        pieces(sequence.length(), (tensor, head, start, end, bytes) -> {
            touch(sequence, stepper -> MemorySegment.ofArray(buffer).copyFrom(
                    stepper.slots().rows(sequence, tensor, head, start, end)));
            target.write(buffer, 0, bytes);
        });
    }

    /**
     * Gives a new owner a sequence with keys and values that were written before; waits while all are lent out. When that
     * fails, the sequence is nobody's, and what lies in it nobody's to copy.
     *
     * @param owner  of the sequence
     * @param held   what they are of
     * @param source where from
     * @throws IOException        if it cannot be read
     * @throws CancelledException if it was stopped
     */
    public void restore(final long owner, final Held held, final InputStream source) throws IOException {
        final Sequence sequence = Optional.ofNullable(engine.acquire(owner, control))
                .orElseThrow(SequenceImage::cancelled);
        long keeper = Sequence.NOBODY;
        try {
            sequence.use(held.adapter);
            sequence.begin(held.stretched);
            touch(sequence, stepper -> {
                stepper.reserve(sequence, sequence.total(held.tokens.length));
                sequence.receive(held.tokens.length);
            });
            read(sequence, held.tokens.length, source);
            touch(sequence, stepper -> sequence.append(held.tokens, 0, held.tokens.length));
            keeper = owner;
        } finally {
            engine.release(sequence, keeper);
        }
    }

    private void read(final Sequence sequence, final int tokens, final InputStream source)
            throws IOException {
        final var buffer = new byte[PIECE];
        pieces(tokens, (tensor, head, start, end, bytes) -> {
            if (source.readNBytes(buffer, 0, bytes) < bytes) {
                throw new EOFException("the end of the file");
            }
            touch(sequence, stepper -> stepper.slots().rows(sequence, tensor, head, start, end)
                    .copyFrom(MemorySegment.ofArray(buffer).asSlice(0, bytes)));
        });
    }

    /** One piece of the stream. */
    @FunctionalInterface
    private interface Piece {

        void pass(int tensor, int head, int start, int end, int bytes) throws IOException;
    }

    private void pieces(final int tokens, final Piece piece) throws IOException {
        int index = 0;
        for (final CacheTensor tensor : engine.session().cache()) {
            final int most = (int) Math.max(1, PIECE / tensor.rowBytes());
            for (int head = 0; head < tensor.heads(); head++) {
                for (int start = 0; start < tokens; start += most) {
                    final int end = Math.min(tokens, start + most);
                    piece.pass(index, head, start, end, Math.toIntExact((end - start) * tensor.rowBytes()));
                }
            }
            index++;
        }
    }

    /** Does something on the model's thread. */
    private void touch(final Sequence sequence, final java.util.function.Consumer<Stepper> work) {
        final boolean done = engine.run(stepper -> {
            work.accept(stepper);
            return true;
        }, sequence, control, false);
        if (!done) {
            throw cancelled();
        }
    }

    private static CancelledException cancelled() {
        return new CancelledException("saving or restoring a conversation was cancelled");
    }
}
