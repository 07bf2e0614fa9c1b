package dev.ingot.constrain.match;

/** Walks the vocabulary with a state. Used under the lock of the table. */
final class MaskBuilder {

    private final StateTable table;
    private final Vocabulary vocabulary;
    private final int[] classes;

    MaskBuilder(final StateTable table, final Vocabulary vocabulary) {
        this.table = table;
        this.vocabulary = vocabulary;
        classes = table.classes();
    }

    TokenMask build(final State state) {
        final long[] words = fitting(state);
        if (state.accepting) {
            for (final int id : vocabulary.endTokens()) {
                words[id / Long.SIZE] |= 1L << id;
            }
        }
        return TokenMask.of(words);
    }

    private long[] fitting(final State state) {
        if (!table.next(state, classes['a']).isDead()) {
            for (final Slice slice : vocabulary.slices()) {
                if (Coverage.of(table, state, slice)) {
                    final long[] words = slice.words();
                    walk(slice.rest(), state, words);
                    return words;
                }
            }
        }
        final var words = new long[vocabulary.words()];
        walk(vocabulary.trie(), state, words);
        return words;
    }

    /** Sets the bits of all tokens that fit. */
    void walk(final TokenTrie trie, final State start, final long[] words) {
        final var path = new State[trie.deepest() + 1];
        path[0] = start;
        final int size = trie.size();
        for (int node = 1; node < size;) {
            final int depth = trie.depth(node);
            final State state = table.next(path[depth - 1], classes[trie.label(node)]);
            if (state.isDead()) {
                node = trie.end(node);
            } else {
                path[depth] = state;
                trie.mark(node, words);
                node++;
            }
        }
    }
}
