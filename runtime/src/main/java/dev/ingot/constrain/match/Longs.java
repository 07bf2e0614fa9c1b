package dev.ingot.constrain.match;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Numbers that are compared by content, as a key. The array is not to be changed. */
final class Longs {

    private final long[] values;
    private final int tag;
    private final int hash;

    Longs(final long[] values, final int tag) {
        this.values = values;
        this.tag = tag;
        hash = 31 * Arrays.hashCode(values) + tag;
    }

    @Override
    public boolean equals(final @Nullable Object other) {
        return other instanceof Longs longs && tag == longs.tag && Arrays.equals(values, longs.values);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
