package dev.ingot.bench;

import dev.ingot.constrain.match.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A vocabulary of the size and the make-up of Qwen2.5's: single bytes, words with and without a blank before them, numbers, runs
 * of blanks, punctuation as it comes in code and JSON, characters of other scripts and pieces of them.
 */
final class SyntheticVocabulary {

    static final int SIZE = 151_936;

    private static final int END = 151_645;
    private static final String[] SYLLABLES = {"an", "ter", "lo", "mi", "ra", "con", "st", "er", "ing", "pre",
            "o",
            "de", "u", "si", "ver", "tion", "al", "kit", "che", "n", "le", "ma", "pro", "es", "ly", "be",
            "to"};
    private static final String[] SIGNS = {"\"", "\":", "\":\"", "\",", "\",\"", "\"}", "\"},", "\"},{\"",
            "{\"", "[{\"",
            "}", "}}", "]", "],", "]}", "[", "[]", "{}", ",", ":", " {", " [", "();", ");", "//", "\\", "\\n",
            "\\\"", "=\"",
            "://", "...", "!", "?", ".\"", ".\",", " \"", ", ", ": "};

    private final List<byte[]> tokens = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(151_936);

    private SyntheticVocabulary() {}

    /** Returns the bytes of each id. */
    static byte[][] tokens() {
        final var made = new SyntheticVocabulary();
        final var texts = made.texts();
        IntStream.range(0, 256).forEach(it -> made.tokens.add(new byte[]{(byte) it}));
        texts.forEach(text -> made.tokens.add(text.getBytes(StandardCharsets.UTF_8)));
        for (int lead = 0xE3; lead <= 0xE9; lead++) {
            for (int second = 0x80; second < 0xC0; second++) {
                made.tokens.add(new byte[]{(byte) lead, (byte) second});
            }
        }
        while (made.tokens.size() < SIZE) {
            made.tokens.add(made.word().concat(made.word()).getBytes(StandardCharsets.UTF_8));
        }
        final byte[][] result = made.tokens.subList(0, SIZE).toArray(byte[][]::new);
        for (int id = 151_643; id < SIZE; id++) {
            result[id] = new byte[0]; // special, or padding
        }
        return result;
    }

    static Vocabulary vocabulary(final byte[][] tokens) {
        return new Vocabulary(tokens, SIZE, new int[]{END}, false);
    }

    private Set<String> texts() {
        final var texts = new LinkedHashSet<>(List.of(SIGNS));
        IntStream.range(0, 1000).forEach(it -> texts.add(String.valueOf(it)));
        IntStream.range(2, 80).forEach(it -> texts.add(" ".repeat(it)));
        IntStream.range(1, 30).forEach(it -> texts.add("\n" + " ".repeat(it)));
        for (int c = 0x4E00; c < 0x4E00 + 20_000; c++) {
            texts.add(Character.toString(c));
        }
        while (texts.size() < 140_000) {
            final String word = word();
            texts.add(word);
            texts.add(" ".concat(word));
            if (random.nextInt(20) == 0) {
                texts.add(word + SIGNS[random.nextInt(SIGNS.length)]);
            }
        }
        return texts;
    }

    private String word() {
        final var word = new StringBuilder();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
        }
        return random.nextInt(4) == 0
                ? Character.toUpperCase(word.charAt(0)) + word.substring(1)
                : word.toString();
    }

    /** Cuts a text into the longest tokens that there are. */
    static int[] encode(final byte[][] tokens, final String text) {
        final Map<String, Integer> ids = new HashMap<>();
        for (int id = 0; id < tokens.length; id++) {
            ids.putIfAbsent(new String(tokens[id], StandardCharsets.ISO_8859_1), id);
        }
        final String all = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        final var result = new ArrayList<Integer>();
        for (int from = 0; from < all.length();) {
            int to = Math.min(all.length(), from + 40);
            while (!ids.containsKey(all.substring(from, to))) {
                to--;
            }
            result.add(ids.get(all.substring(from, to)));
            from = to;
        }
        return result.stream().mapToInt(Integer::intValue).toArray();
    }
}
