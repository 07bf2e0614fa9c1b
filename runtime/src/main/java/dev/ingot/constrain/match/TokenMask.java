package dev.ingot.constrain.match;

import dev.ingot.kernel.LogitKernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Tokens that may come next: a bit per id, or a list where they are few. Immutable. */
public final class TokenMask {

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final float[] IMPOSSIBLE = impossible();

    private final int count;
    private final long @Nullable [] words;
    private final int[] ids;

    private TokenMask(final int count, final long @Nullable [] words, final int[] ids) {
        this.count = count;
        this.words = words;
        this.ids = ids;
    }

    private static float[] impossible() {
        final var floats = new float[4096];
        Arrays.fill(floats, Float.NEGATIVE_INFINITY);
        return floats;
    }

    /** Takes over a bit set. */
    static TokenMask of(final long[] words) {
        final int count = Arrays.stream(words).mapToInt(Long::bitCount).sum();
        if (count > words.length) {
            return new TokenMask(count, words, new int[0]);
        }
        final var ids = new int[count];
        int at = 0;
        for (int i = 0; i < words.length; i++) {
            for (long bits = words[i]; bits != 0; bits &= bits - 1) {
                ids[at++] = i * Long.SIZE + Long.numberOfTrailingZeros(bits);
            }
        }
        return new TokenMask(count, null, ids);
    }

    /**
     * Returns how many tokens may come.
     *
     * @return their number
     */
    public int count() {
        return count;
    }

    /**
     * Tells whether a token may come.
     *
     * @param id its id
     * @return true if so
     */
    public boolean allows(final int id) {
        return words == null
                ? Arrays.binarySearch(ids, id) >= 0
                : (words[id / Long.SIZE] >>> id & 1) != 0;
    }

    /**
     * Returns the tokens that may come.
     *
     * @return their ids, rising
     */
    public IntStream ids() {
        return words == null
                ? Arrays.stream(ids)
                : IntStream.range(0, words.length * Long.SIZE).filter(this::allows);
    }

    /**
     * Makes all other tokens impossible.
     *
     * @param logits  native-order floats by id; those of other tokens become negative infinity
     * @param length  how many
     * @param kernels loops to use
     */
    public void apply(final MemorySegment logits, final int length, final LogitKernels kernels) {
        if (words == null) {
            keep(logits, length);
        } else {
            kernels.mask(logits, length, words);
        }
    }

    private void keep(final MemorySegment logits, final int length) {
        int from = 0;
        for (final int id : ids) {
            fill(logits, from, id);
            from = id + 1;
        }
        fill(logits, from, length);
    }

    private static void fill(final MemorySegment logits, final int from, final int to) {
        for (int i = from; i < to; i += IMPOSSIBLE.length) {
            MemorySegment.copy(IMPOSSIBLE, 0, logits, FLOAT, (long) i * Float.BYTES,
                    Math.min(IMPOSSIBLE.length, to - i));
        }
    }

    long bytes() {
        return 64 + (words == null ? (long) ids.length * Integer.BYTES : (long) words.length * Long.BYTES);
    }
}
