package dev.ingot.hf;

import dev.ingot.error.ModelFormatException;
import dev.ingot.json.JsonStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a directory has a tokenizer.json that the tokenizers library can load: a model of a known kind, a
 * vocabulary, merges of tokens that are in it. What is found here would otherwise be found when the converted model is
 * opened.
 */
public final class TokenizerFile {

    static final String NAME = "tokenizer.json";

    private static final String BPE = "BPE";
    private static final String MERGES = "merges";
    private static final String TWO = "two tokens";
    private static final Set<String> KINDS = Set.of(BPE, "Unigram", "WordPiece", "WordLevel");
    private static final String RECIPE = "a file; AutoTokenizer.from_pretrained(directory, use_fast=True)"
            + ".save_pretrained(directory), of the Python package transformers, makes it";

    private final Path file;
    private final Set<String> vocabulary = new HashSet<>();
    private @Nullable String kind;
    private boolean mergesWait;

    private TokenizerFile(final Path file) {
        this.file = file;
    }

    /**
     * Checks the file of a directory; an error says how to make a missing one.
     *
     * @param directory of a model
     * @throws ModelFormatException if there is none, or one that cannot be loaded
     */
    public static void check(final Path directory) {
        final Path file = directory.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            throw ModelFormatException.of(directory, NAME, RECIPE, others(directory));
        }
        if (!TokenizerScan.isSound(file)) {
            checkThoroughly(file);
        }
    }

    /** Reads everything that JSON can say, and throws what is wrong. */
    static void checkThoroughly(final Path file) {
        final var tokenizer = new TokenizerFile(file);
        JsonStream.read(file, tokenizer::read);
        tokenizer.finish();
        if (tokenizer.mergesWait && BPE.equals(tokenizer.kind)) {
            JsonStream.read(file, tokenizer::readMerges);
        }
    }

    private static String others(final Path directory) {
        if (Files.isRegularFile(directory.resolve("tokenizer.model"))) {
            return "tokenizer.model alone (needs the Python packages sentencepiece and protobuf as well)";
        }
        if (Files.isRegularFile(directory.resolve("vocab.json"))) {
            return Files.isRegularFile(directory.resolve("merges.txt"))
                    ? "vocab.json and merges.txt alone"
                    : "vocab.json alone, without merges.txt";
        }
        return "nothing";
    }

    private void read(final JsonStream json) throws IOException {
        json.members(key -> {
            switch (key) {
                case "model" -> json.members(part -> model(json, part));
                case "added_tokens" -> json.elements(() -> json.members(field -> {
                    if (field.equals("id")) {
                        id("added_tokens", json.scalar());
                    }
                }));
                default -> {
                }
            }
        });
    }

    private void model(final JsonStream json, final String part) throws IOException {
        switch (part) {
            case "type" -> type(json.scalar());
            case "vocab" -> vocabulary(json);
            case MERGES -> {
                if (vocabulary.isEmpty() || kind == null) {
                    mergesWait = true; // They stand before what they are checked against.
                } else if (BPE.equals(kind)) {
                    merges(json);
                }
            }
            default -> {
            }
        }
    }

    private void type(final @Nullable Object value) {
        if (!(value instanceof String name) || !KINDS.contains(name)) {
            throw wrong("model.type", "BPE, Unigram, WordPiece or WordLevel", value);
        }
        kind = name;
    }

    /** Tokens with their ids, or a list of pieces with their scores. */
    private void vocabulary(final JsonStream json) throws IOException {
        if (json.isArray()) {
            json.elements(() -> json.elements(() -> {
                if (json.scalar() instanceof String piece) {
                    vocabulary.add(piece);
                }
            }));
        } else {
            json.members(token -> {
                id("model.vocab", json.scalar());
                vocabulary.add(token);
            });
        }
    }

    private void id(final String subject, final @Nullable Object value) {
        if (!(value instanceof Integer id) || id < 0) {
            throw wrong(subject, "token ids >= 0", value);
        }
    }

    private void finish() {
        if (kind == null && vocabulary.isEmpty()) {
            throw ModelFormatException.of(file, "model", "the model of a tokenizer", "nothing");
        }
        if (vocabulary.isEmpty()) {
            throw ModelFormatException.of(file, "model.vocab", "at least one token", "none");
        }
    }

    private void readMerges(final JsonStream json) throws IOException {
        json.members(key -> {
            if (key.equals("model")) {
                json.members(part -> {
                    if (part.equals(MERGES)) {
                        merges(json);
                    }
                });
            }
        });
    }

    /** Strings with a space between two tokens, or arrays of two tokens. */
    private void merges(final JsonStream json) throws IOException {
        final List<String> sides = new ArrayList<>(2);
        json.elements(() -> {
            if (json.isArray()) {
                json.elements(() -> sides.add(string(json.scalar())));
                pair(sides);
                sides.clear();
            } else {
                merge(string(json.scalar()));
            }
        });
    }

    private void merge(final String text) {
        final int space = text.indexOf(' ', 1);
        if (space < 0) {
            throw wrong("model.merges", TWO, text);
        }
        if (text.indexOf(' ', space + 1) < 0) {
            pair(List.of(text.substring(0, space), text.substring(space + 1)));
        }
    }

    private String string(final @Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw wrong("model.merges", "strings", value);
    }

    private void pair(final List<String> sides) {
        if (sides.size() != 2) {
            throw wrong("model.merges", TWO, sides);
        }
        known(sides.get(0));
        known(sides.get(1));
        known(sides.get(0).concat(sides.get(1)));
    }

    private void known(final String token) {
        if (!vocabulary.contains(token)) {
            throw wrong("model.merges", "tokens of the vocabulary", token);
        }
    }

    private ModelFormatException wrong(final String subject, final String expected,
            final @Nullable Object found) {
        final String text = String.valueOf(found);
        return ModelFormatException.of(file, subject, expected,
                text.length() > 60 ? text.substring(0, 60) + "..." : text);
    }
}
