package dev.ingot.runtime.engine;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Memory for the logits of steps. A step of several sequences writes them side by side; who reads a row keeps all of the
 * memory from being written again, so that a slow reader costs one more block and nobody's time. Thread-safe.
 */
final class LogitsShelf implements AutoCloseable {

    private static final int SPARE = 2;

    private final int vocabulary;
    private final IdentityHashMap<Logits, Integer> readers = new IdentityHashMap<>();
    private final List<Logits> free = new ArrayList<>();

    LogitsShelf(final int vocabulary) {
        this.vocabulary = vocabulary;
    }

    /**
     * Lends memory.
     *
     * @param rows    how many
     * @param holders how many there are who read some of it; all of them give it back
     */
    synchronized Logits take(final int rows, final int holders) {
        @Nullable
        Logits best = null;
        for (final Logits it : free) {
            if (it.capacity() >= rows && (best == null || it.capacity() < best.capacity())) {
                best = it;
            }
        }
        if (best == null) {
            best = new Logits(rows == 1 ? 1 : Integer.highestOneBit(rows - 1) << 1, vocabulary);
        } else {
            free.remove(best);
        }
        readers.put(best, holders);
        return best;
    }

    /** Takes memory back from one reader; does nothing after {@link #close}. */
    synchronized void give(final Logits logits) {
        final int others = readers.getOrDefault(logits, 0) - 1;
        if (others > 0) {
            readers.put(logits, others);
        } else if (others == 0) {
            readers.remove(logits);
            free.add(logits);
            if (free.size() > SPARE) {
                free.removeFirst().close();
            }
        }
    }

    /** Frees everything, lent memory included. */
    @Override
    public synchronized void close() {
        readers.keySet().forEach(Logits::close);
        readers.clear();
        free.forEach(Logits::close);
        free.clear();
    }
}
