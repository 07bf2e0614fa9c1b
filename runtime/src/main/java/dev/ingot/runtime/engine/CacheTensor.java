package dev.ingot.runtime.engine;

import java.util.List;

/**
 * Keys or values of one layer.
 *
 * @param past     name of the graph input
 * @param present  name of the graph output that continues it
 * @param heads    how many
 * @param headSize elements of a head
 */
record CacheTensor(String past, String present, int heads, int headSize) {

    /** Returns the bytes of one token in all layers. */
    static long tokenBytes(final List<CacheTensor> all) {
        return all.stream().mapToLong(CacheTensor::tokenBytes).sum();
    }

    /** Returns the bytes of one token. */
    long tokenBytes() {
        return rowBytes() * heads;
    }

    /** Returns the bytes of one token in one head. */
    long rowBytes() {
        return (long) headSize * Float.BYTES;
    }
}
