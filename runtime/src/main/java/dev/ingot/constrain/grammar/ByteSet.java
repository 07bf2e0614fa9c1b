package dev.ingot.constrain.grammar;

/**
 * A set of bytes, as 256 bits.
 *
 * @param a bits of 0 to 63
 * @param b bits of 64 to 127
 * @param c bits of 128 to 191
 * @param d bits of 192 to 255
 */
public record ByteSet(long a, long b, long c, long d) {

    /** No byte. */
    public static final ByteSet NONE = new ByteSet(0, 0, 0, 0);

    /**
     * Makes a range.
     *
     * @param from first byte, 0 to 255
     * @param to   last byte, 0 to 255
     * @return the bytes between, both included
     */
    public static ByteSet of(final int from, final int to) {
        return new ByteSet(word(from, to, 0), word(from, to, 1), word(from, to, 2), word(from, to, 3));
    }

    private static long word(final int from, final int to, final int index) {
        final int low = Math.max(from - index * Long.SIZE, 0);
        final int high = Math.min(to - index * Long.SIZE, Long.SIZE - 1);
        return low > high ? 0 : -1L >>> (Long.SIZE - 1 - (high - low)) << low;
    }

    /**
     * Tells whether a byte is in it.
     *
     * @param value 0 to 255
     * @return true if so
     */
    public boolean contains(final int value) {
        final long word = switch (value >> 6) {
            case 0 -> a;
            case 1 -> b;
            case 2 -> c;
            default -> d;
        };
        return (word >>> value & 1) != 0;
    }

    /**
     * Joins two sets.
     *
     * @param other another
     * @return the bytes of both
     */
    public ByteSet or(final ByteSet other) {
        return new ByteSet(a | other.a, b | other.b, c | other.c, d | other.d);
    }

    /**
     * Tells whether it holds no byte.
     *
     * @return true if so
     */
    public boolean isEmpty() {
        return (a | b | c | d) == 0;
    }
}
