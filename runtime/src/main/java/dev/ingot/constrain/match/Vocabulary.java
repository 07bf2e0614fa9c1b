package dev.ingot.constrain.match;

import java.util.Arrays;
import java.util.List;

/** The tokens of a model by their bytes, prepared for masks. Immutable, for any number of threads. */
public final class Vocabulary {

    private static final int[] LONGEST = {Slice.ANY, 32, 10}; // characters of each slice

    private final byte[][] tokens;
    private final int size;
    private final int[] endTokens;
    private final boolean dropsFirstBlank;
    private final TokenTrie trie;
    private final List<Slice> slices;

    /**
     * Prepares.
     *
     * @param tokens          bytes of each id; empty for those that are no text
     * @param size            how many ids the model scores
     * @param endTokens       ids that end an answer; whatever they spell, they are no text
     * @param dropsFirstBlank whether decoding leaves out a blank at the beginning of a text
     */
    public Vocabulary(final byte[][] tokens, final int size, final int[] endTokens,
            final boolean dropsFirstBlank) {
        this.tokens = new byte[size][];
        for (int id = 0; id < size; id++) {
            this.tokens[id] = id < tokens.length ? tokens[id] : new byte[0];
        }
        for (final int id : endTokens) {
            this.tokens[id] = new byte[0];
        }
        this.size = size;
        this.endTokens = endTokens.clone();
        this.dropsFirstBlank = dropsFirstBlank;
        trie = new TokenTrie(this.tokens);
        slices = Arrays.stream(LONGEST).mapToObj(it -> Slice.of(this.tokens, it, size)).toList();
    }

    /**
     * Returns how many ids there are.
     *
     * @return ids that the model scores
     */
    public int size() {
        return size;
    }

    byte[] token(final int id) {
        return tokens[id];
    }

    int[] endTokens() {
        return endTokens;
    }

    boolean dropsFirstBlank() {
        return dropsFirstBlank;
    }

    TokenTrie trie() {
        return trie;
    }

    List<Slice> slices() {
        return slices;
    }

    /** Returns the length of a bit set. */
    int words() {
        return (size + Long.SIZE - 1) / Long.SIZE;
    }
}
