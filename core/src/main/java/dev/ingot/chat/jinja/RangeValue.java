package dev.ingot.chat.jinja;

import java.util.AbstractList;
import java.util.List;

/**
 * A range of integers.
 *
 * @param start first element
 * @param stop  bound, exclusive
 * @param step  distance, not 0
 */
record RangeValue(long start, long stop, long step) implements Sequence {

    /** The sandbox of jinja2 allows no longer ranges. */
    static final int MAX_LENGTH = 100_000;

    RangeValue {
        if (step == 0) {
            throw new Fault("range() arg 3 must not be zero");
        }
        if (length(start, stop, step) > MAX_LENGTH) {
            throw new Fault("Range too big. The sandbox blocks ranges larger than MAX_RANGE (" + MAX_LENGTH
                    + ").");
        }
    }

    private static long length(final long start, final long stop, final long step) {
        final long span = step > 0 ? stop - start : start - stop;
        return span <= 0 ? 0 : (span - 1) / Math.abs(step) + 1;
    }

    @Override
    public List<Value> items() {
        final int size = (int) length(start, stop, step);
        return new AbstractList<>() {
            @Override
            public Value get(final int index) {
                return Int.of(start + index * step);
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    @Override
    public Sequence with(final List<Value> other) {
        if (other.isEmpty()) {
            return new RangeValue(0, 0, 1);
        }
        final long first = at(other, 0);
        final long stride = other.size() > 1 ? at(other, 1) - first : 1;
        return new RangeValue(first, at(other, other.size() - 1) + stride, stride);
    }

    private static long at(final List<Value> items, final int index) {
        return ((Int) items.get(index)).value().longValueExact();
    }

    @Override
    public String typeName() {
        return "range";
    }
}
