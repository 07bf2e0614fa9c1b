package dev.ingot.constrain;

import dev.ingot.constrain.match.Vocabulary;
import dev.ingot.runtime.text.TokenBytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Vocabularies to test with. */
final class Vocabularies {

    /** Every byte is a token, its own id; the next id ends an answer. */
    static final Vocabulary BYTES = new Vocabulary(bytes(), 257, new int[]{256}, false);

    private Vocabularies() {}

    private static byte[][] bytes() {
        final var result = new byte[256][];
        for (int i = 0; i < result.length; i++) {
            result[i] = new byte[]{(byte) i};
        }
        return result;
    }

    /** Some texts, by id; the id behind the last one ends an answer. */
    static Vocabulary of(final String... texts) {
        final var result = new byte[texts.length][];
        for (int i = 0; i < texts.length; i++) {
            result[i] = texts[i].getBytes(StandardCharsets.UTF_8);
        }
        return new Vocabulary(result, texts.length + 1, new int[]{texts.length}, false);
    }

    /** The tokens of a model directory; a special one ends an answer. */
    static Vocabulary of(final Path directory, final int end) {
        final var tokens = TokenBytes.read(directory.resolve("tokenizer.json"));
        final byte[][] all = tokens.all();
        return new Vocabulary(all, all.length, new int[]{end}, tokens.dropsFirstBlank());
    }

    static Path hearth() {
        return Path.of(System.getProperty("ingot.models")).resolve("hearth-slm");
    }

    static Path fixture(final String name) {
        return Path.of(System.getProperty("ingot.fixtures")).resolve(name);
    }
}
