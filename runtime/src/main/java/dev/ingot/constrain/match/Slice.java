package dev.ingot.constrain.match;

import dev.ingot.constrain.grammar.ByteSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The greater part of any vocabulary: tokens of whole characters that mean nothing special inside a JSON string. Where any
 * such text may stand, all of them may come, and only the rest of the vocabulary has to be walked. Immutable.
 */
final class Slice {

    /** No limit. */
    static final int ANY = Integer.MAX_VALUE;

    /** What begins and continues characters; row i is the state of having begun in way i. */
    private static final List<List<Way>> WAYS = ways();

    /** Bytes that lead on, and where: 0 is the end of a character. */
    record Way(ByteSet bytes, int to) {}

    private final int longest;
    private final long[] words;
    private final TokenTrie rest;

    private Slice(final int longest, final long[] words, final TokenTrie rest) {
        this.longest = longest;
        this.words = words;
        this.rest = rest;
    }

    private static List<List<Way>> ways() {
        final var plain = ByteSet.of(' ', '!').or(ByteSet.of('#', '[')).or(ByteSet.of(']', '~'));
        final var any = ByteSet.of(0x80, 0xBF);
        return List.of(
                List.of(new Way(plain, 0), new Way(ByteSet.of(0xC2, 0xDF), 1),
                        new Way(ByteSet.of(0xE0, 0xE0), 2),
                        new Way(ByteSet.of(0xE1, 0xEC).or(ByteSet.of(0xEE, 0xEF)), 3),
                        new Way(ByteSet.of(0xED, 0xED), 4), new Way(ByteSet.of(0xF0, 0xF0), 5),
                        new Way(ByteSet.of(0xF1, 0xF3), 6), new Way(ByteSet.of(0xF4, 0xF4), 7)),
                List.of(new Way(any, 0)), List.of(new Way(ByteSet.of(0xA0, 0xBF), 1)),
                List.of(new Way(any, 1)),
                List.of(new Way(ByteSet.of(0x80, 0x9F), 1)), List.of(new Way(ByteSet.of(0x90, 0xBF), 3)),
                List.of(new Way(any, 3)), List.of(new Way(ByteSet.of(0x80, 0x8F), 3)));
    }

    static Slice of(final byte[][] tokens, final int longest, final int size) {
        final var words = new long[(size + Long.SIZE - 1) / Long.SIZE];
        final var rest = tokens.clone();
        for (int id = 0; id < tokens.length; id++) {
            if (tokens[id].length > 0 && holds(tokens[id], longest)) {
                words[id / Long.SIZE] |= 1L << id;
                rest[id] = new byte[0];
            }
        }
        return new Slice(longest, words, new TokenTrie(rest));
    }

    /** Returns the most characters of its tokens, or {@link #ANY}. */
    int longest() {
        return longest;
    }

    /** Returns the bits of its tokens, for the caller to change. */
    long[] words() {
        return words.clone();
    }

    /** Returns the other tokens. */
    TokenTrie rest() {
        return rest;
    }

    private static boolean holds(final byte[] token, final int longest) {
        int at = 0;
        int characters = 0;
        for (final byte value : token) {
            at = to(at, value & 0xFF);
            if (at < 0) {
                return false;
            }
            characters += at == 0 ? 1 : 0;
        }
        return at == 0 && characters <= longest;
    }

    private static int to(final int from, final int value) {
        for (final Way way : WAYS.get(from)) {
            if (way.bytes().contains(value)) {
                return way.to();
            }
        }
        return -1;
    }

    /**
     * Returns what may come in each way of having begun a character: the classes of bytes, and the ways they lead to.
     *
     * @param classes of each byte, which tell the sets apart
     * @return by way: pairs of a class and a way
     */
    static int[][] steps(final int[] classes) {
        final var result = new int[WAYS.size()][];
        for (int from = 0; from < result.length; from++) {
            final var pairs = new LinkedHashMap<Integer, Integer>();
            for (final Way way : WAYS.get(from)) {
                IntStream.range(0, classes.length).filter(way.bytes()::contains)
                        .forEach(value -> pairs.put(classes[value], way.to()));
            }
            result[from] = pairs.entrySet().stream()
                    .flatMapToInt(it -> IntStream.of(it.getKey(), it.getValue()))
                    .toArray();
        }
        return result;
    }

    /** Returns the sets of bytes that must be told apart. */
    static List<ByteSet> sets() {
        final var result = new ArrayList<ByteSet>();
        WAYS.forEach(row -> row.forEach(way -> result.add(way.bytes())));
        return result;
    }
}
