package dev.ingot.hf;

import dev.ingot.error.ModelFormatException;
import dev.ingot.json.JsonScalars;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a directory has a tokenizer.json that the tokenizers library can load: a model of a known kind, a
 * vocabulary, merges of tokens that are in it. What is found here would otherwise be found when the converted model is
 * opened.
 */
final class TokenizerFile {

    static final String NAME = "tokenizer.json";

    private static final Set<String> KINDS = Set.of("BPE", "Unigram", "WordPiece", "WordLevel");
    private static final List<String> KIND = List.of("model", "type");
    private static final List<String> MERGE = List.of("model", "merges", JsonScalars.ELEMENT);
    private static final List<String> MERGE_SIDE = List.of("model", "merges", JsonScalars.ELEMENT,
            JsonScalars.ELEMENT);
    private static final List<String> PIECE = List.of("model", "vocab", JsonScalars.ELEMENT,
            JsonScalars.ELEMENT);
    private static final List<String> ADDED_ID = List.of("added_tokens", JsonScalars.ELEMENT, "id");
    private static final int VOCABULARY_DEPTH = 3;
    private static final String RECIPE = "a file; AutoTokenizer.from_pretrained(directory, use_fast=True)"
            + ".save_pretrained(directory), of the Python package transformers, makes it";

    private final Path file;
    private final Set<String> vocabulary = new HashSet<>();
    private @Nullable String kind;
    private @Nullable String left;

    private TokenizerFile(final Path file) {
        this.file = file;
    }

    /** Checks the file of a directory; an error says how to make a missing one. */
    static void check(final Path directory) {
        final Path file = directory.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            throw ModelFormatException.of(directory, NAME, RECIPE, others(directory));
        }
        final var tokenizer = new TokenizerFile(file);
        JsonScalars.visit(file, tokenizer::scalar);
        tokenizer.finish();
        if ("BPE".equals(tokenizer.kind)) {
            JsonScalars.visit(file, tokenizer::merge);
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

    private void scalar(final List<String> path, final @Nullable Object value) {
        if (path.equals(KIND)) {
            if (!(value instanceof String name) || !KINDS.contains(name)) {
                throw wrong("model.type", "BPE, Unigram, WordPiece or WordLevel", value);
            }
            kind = name;
        } else if (path.size() == VOCABULARY_DEPTH && path.get(0).equals("model")
                && path.get(1).equals("vocab")) {
            id("model.vocab", value);
            vocabulary.add(path.get(2));
        } else if (path.equals(PIECE) && value instanceof String piece) {
            vocabulary.add(piece);
        } else if (path.equals(ADDED_ID)) {
            id("added_tokens", value);
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

    /** Merges may stand before the vocabulary, so they are checked in a second pass. */
    private void merge(final List<String> path, final @Nullable Object value) {
        if (path.equals(MERGE)) {
            final String text = string(value);
            final int space = text.indexOf(' ', 1);
            if (space < 0) {
                throw wrong("model.merges", "two tokens", text);
            }
            if (text.indexOf(' ', space + 1) < 0) {
                pair(text.substring(0, space), text.substring(space + 1));
            }
        } else if (path.equals(MERGE_SIDE)) {
            final String side = string(value);
            if (left == null) {
                left = side;
            } else {
                pair(left, side);
                left = null;
            }
        }
    }

    private String string(final @Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw wrong("model.merges", "strings", value);
    }

    private void pair(final String first, final String second) {
        for (final String token : List.of(first, second, first + second)) {
            if (!vocabulary.contains(token)) {
                throw wrong("model.merges", "tokens of the vocabulary", token);
            }
        }
    }

    private ModelFormatException wrong(final String subject, final String expected,
            final @Nullable Object found) {
        final String text = String.valueOf(found);
        return ModelFormatException.of(file, subject, expected,
                text.length() > 60 ? text.substring(0, 60) + "..." : text);
    }
}
