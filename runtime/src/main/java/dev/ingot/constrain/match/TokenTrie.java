package dev.ingot.constrain.match;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Tokens by their bytes, as a tree in one row: each node is followed by all below it, and knows where these end, so that a
 * walk is one pass forward that jumps over what does not fit. Immutable.
 */
final class TokenTrie {

    private static final int NONE = -1;

    private final byte[] labels;
    private final short[] depths;
    private final int[] ends;
    private final int[] tokens; // at each node, or NONE
    private final int[] twins; // by id: the next token of the same bytes, or NONE
    private int size = 1; // the root
    private int deepest;

    /**
     * Sorts tokens.
     *
     * @param bytes of each id; null where a token is not to be found
     */
    TokenTrie(final byte[][] bytes) {
        final int[] order = IntStream.range(0, bytes.length).filter(id -> bytes[id].length > 0).boxed()
                .sorted((a, b) -> Arrays.compareUnsigned(bytes[a], bytes[b])).mapToInt(Integer::intValue)
                .toArray();
        final int most = 1 + Arrays.stream(order).map(id -> bytes[id].length).sum();
        labels = new byte[most];
        depths = new short[most];
        ends = new int[most];
        tokens = new int[most];
        twins = new int[bytes.length];
        Arrays.fill(tokens, NONE);
        Arrays.fill(twins, NONE);
        byte[] last = {};
        final int[] path = new int[1 + Arrays.stream(order).map(id -> bytes[id].length).max().orElse(0)];
        for (final int id : order) {
            add(id, last, bytes[id], path);
            last = bytes[id];
        }
        close(path, last.length, 0);
        ends[0] = size;
    }

    private void add(final int id, final byte[] last, final byte[] bytes, final int[] path) {
        final int mismatch = Arrays.mismatch(last, bytes);
        if (mismatch < 0) {
            twins[id] = tokens[path[bytes.length]];
            tokens[path[bytes.length]] = id;
            return;
        }
        close(path, last.length, mismatch);
        for (int depth = mismatch + 1; depth <= bytes.length; depth++) {
            labels[size] = bytes[depth - 1];
            depths[size] = (short) depth;
            path[depth] = size++;
        }
        deepest = Math.max(deepest, bytes.length);
        tokens[path[bytes.length]] = id;
    }

    private void close(final int[] path, final int from, final int to) {
        for (int depth = from; depth > to; depth--) {
            ends[path[depth]] = size;
        }
    }

    int size() {
        return size;
    }

    int deepest() {
        return deepest;
    }

    int label(final int node) {
        return labels[node] & 0xFF;
    }

    int depth(final int node) {
        return depths[node];
    }

    /** Returns the first node that is not below this one. */
    int end(final int node) {
        return ends[node];
    }

    /** Sets the bits of the tokens at a node. */
    void mark(final int node, final long[] words) {
        for (int id = tokens[node]; id != NONE; id = twins[id]) {
            words[id >> 6] |= 1L << id;
        }
    }
}
