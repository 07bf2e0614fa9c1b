package dev.ingot.gguf;

import dev.ingot.error.ModelFormatException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tokens of a GGUF file.
 *
 * @param tokens by id
 * @param kinds  by id
 */
record GgufVocabulary(List<String> tokens, List<Kind> kinds) {

    private static final String TOKENS = "tokenizer.ggml.tokens";
    private static final String KINDS = "tokenizer.ggml.token_type";

    /**
     * Tokens of Phi 3 that leave the blanks behind them alone. Like llama.cpp this goes by the model's name: nothing else in
     * a file tells that the others do not.
     */
    private static final Set<String> KEEP_BLANKS = Set.of("<unk>", "<s>", "<|endoftext|>");

    /** What a token is for; a constant's place is its number in the file. */
    enum Kind {
        UNDEFINED, NORMAL, UNKNOWN, CONTROL, USER_DEFINED, UNUSED, BYTE
    }

    GgufVocabulary {
        tokens = List.copyOf(tokens);
        kinds = List.copyOf(kinds);
    }

    static GgufVocabulary of(final GgufMetadata metadata) {
        final List<String> tokens = metadata.strings(TOKENS);
        if (tokens.isEmpty()) {
            throw metadata.missing(TOKENS,
                    "the tokens; without them tokenizer.json has to lie beside the file");
        }
        final Optional<int[]> numbers = metadata.integers(KINDS);
        final var kinds = new ArrayList<Kind>(tokens.size());
        for (int id = 0; id < tokens.size(); id++) {
            kinds.add(numbers.isEmpty() ? Kind.NORMAL : kind(metadata, numbers.get(), id, tokens.size()));
        }
        return new GgufVocabulary(tokens, kinds);
    }

    private static Kind kind(final GgufMetadata metadata, final int[] numbers, final int id, final int size) {
        if (numbers.length != size || numbers[id] < 0 || numbers[id] >= Kind.values().length) {
            throw metadata.wrong(KINDS, size + " numbers from 0 to " + (Kind.values().length - 1),
                    numbers.length == size ? numbers[id] : numbers.length);
        }
        return Kind.values()[numbers[id]];
    }

    /** The ids of all tokens that can occur, by token. */
    Map<String, Integer> ids(final GgufMetadata metadata) {
        final var ids = new LinkedHashMap<String, Integer>(tokens.size() * 2);
        for (int id = 0; id < tokens.size(); id++) {
            if (kinds.get(id) != Kind.UNUSED && ids.putIfAbsent(tokens.get(id), id) != null) {
                throw ModelFormatException.of(metadata.file(), TOKENS + "[" + id + "]", "each token once",
                        tokens.get(id) + " twice");
            }
        }
        return ids;
    }

    /** The {@code added_tokens} of tokenizer.json: tokens that text is cut at before anything else. */
    List<Map<String, Object>> added(final GgufMetadata metadata) {
        final String name = metadata.string("general.name").orElse("").toLowerCase(Locale.ROOT);
        final boolean phi3 = name.contains("phi-3") || name.contains("phi3");
        final var added = new ArrayList<Map<String, Object>>();
        for (int id = 0; id < tokens.size(); id++) {
            final Kind kind = kinds.get(id);
            if (kind == Kind.CONTROL || kind == Kind.USER_DEFINED || kind == Kind.UNKNOWN) {
                final var token = new LinkedHashMap<String, Object>();
                token.put("id", id);
                token.put("content", tokens.get(id));
                token.put("rstrip", phi3 && !KEEP_BLANKS.contains(tokens.get(id)));
                for (final String flag : List.of("single_word", "lstrip", "normalized")) {
                    token.put(flag, false);
                }
                token.put("special", kind != Kind.USER_DEFINED);
                added.add(token);
            }
        }
        return added;
    }
}
