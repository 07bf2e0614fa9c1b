package dev.ingot.gguf;

import dev.ingot.error.UnsupportedModelException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds the files of a tokenizer from the metadata of a GGUF file (ggml, docs/gguf.md, "Tokenizer"): byte-level BPE
 * ({@code gpt2}) and SentencePiece BPE ({@code llama}).
 */
final class GgufTokenizer {

    private static final String PREFIX = "tokenizer.ggml.";
    private static final String MODEL = PREFIX + "model";

    private final GgufMetadata metadata;

    GgufTokenizer(final GgufMetadata metadata) {
        this.metadata = metadata;
    }

    private boolean isSentencePiece() {
        final String kind = metadata.requiredString(MODEL);
        return switch (kind) {
            case "llama" -> true;
            case "gpt2" -> false;
            default -> throw new UnsupportedModelException(metadata.file() + ": " + MODEL
                    + ": expected llama or gpt2, found " + kind
                    + "; put the model's tokenizer.json beside the file");
        };
    }

    /** Returns tokenizer.json. */
    Map<String, Object> tokenizer() {
        final boolean sentencePiece = isSentencePiece();
        final var vocabulary = GgufVocabulary.of(metadata);
        final var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("version", "1.0");
        json.put("truncation", null);
        json.put("padding", null);
        json.put("added_tokens", vocabulary.added(metadata));
        if (sentencePiece) {
            new SentencePiece(metadata, vocabulary).describe(json);
        } else {
            new ByteLevel(metadata, vocabulary).describe(json);
        }
        json.put("post_processor", postProcessor(sentencePiece, vocabulary));
        return cast(json);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> cast(final Map<String, ?> json) {
        return (Map<String, Object>) json;
    }

    private Map<String, Object> postProcessor(final boolean sentencePiece, final GgufVocabulary vocabulary) {
        final var before = flag("add_bos_token", addsBos(sentencePiece)) ? token("bos", vocabulary) : none();
        final var after = flag("add_eos_token", false) ? token("eos", vocabulary) : none();
        final Map<String, Object> byteLevel = PreTokenizer.byteLevel(false);
        if (before.isEmpty() && after.isEmpty()) {
            return sentencePiece ? Template.of(before, after) : byteLevel;
        }
        return sentencePiece
                ? Template.of(before, after)
                : new LinkedHashMap<>(Map.of("type", "Sequence", "processors",
                        List.of(byteLevel, Template.of(before, after))));
    }

    private boolean addsBos(final boolean sentencePiece) {
        return sentencePiece || PreTokenizer.of(metadata).adds();
    }

    private boolean flag(final String key, final boolean otherwise) {
        return metadata.bool(PREFIX + key).orElse(otherwise);
    }

    private static Optional<Template.Special> none() {
        return Optional.empty();
    }

    private Optional<Template.Special> token(final String name, final GgufVocabulary vocabulary) {
        final OptionalInt id = id(name, vocabulary.tokens().size());
        return id.isEmpty()
                ? none()
                : Optional.of(new Template.Special(vocabulary.tokens().get(id.getAsInt()), id.getAsInt()));
    }

    private OptionalInt id(final String name, final int size) {
        final String key = PREFIX + name + "_token_id";
        final OptionalInt id = metadata.integer(key);
        if (id.isPresent() && (id.getAsInt() < 0 || id.getAsInt() >= size)) {
            throw metadata.wrong(key, "an id from 0 to " + (size - 1), id.getAsInt());
        }
        return id;
    }

    /** Returns the ids that config.json has. */
    Map<String, Object> tokenIds() {
        final var ids = new LinkedHashMap<String, Object>();
        put(ids, "bos_token_id", "bos");
        put(ids, "eos_token_id", "eos");
        put(ids, "pad_token_id", "padding");
        return ids;
    }

    private void put(final Map<String, Object> ids, final String key, final String name) {
        id(name, Integer.MAX_VALUE).ifPresent(id -> ids.put(key, id));
    }

    /** Returns generation_config.json: what config.json has, and the end of a turn. */
    Map<String, Object> generationConfig() {
        final Map<String, Object> ids = tokenIds();
        final var ends = new ArrayList<Integer>();
        for (final String name : List.of("eos", "eot", "eom")) {
            id(name, Integer.MAX_VALUE).ifPresent(id -> {
                if (!ends.contains(id)) {
                    ends.add(id);
                }
            });
        }
        if (!ends.isEmpty()) {
            ids.put("eos_token_id", ends);
        }
        return ids;
    }

    /** Returns tokenizer_config.json. */
    Map<String, Object> tokenizerConfig() {
        final boolean sentencePiece = isSentencePiece();
        final var tokens = GgufVocabulary.of(metadata).tokens();
        final var json = new LinkedHashMap<String, Object>();
        json.put("tokenizer_class", sentencePiece ? "LlamaTokenizer" : "PreTrainedTokenizerFast");
        json.put("add_bos_token", flag("add_bos_token", addsBos(sentencePiece)));
        json.put("add_eos_token", flag("add_eos_token", false));
        json.put("clean_up_tokenization_spaces", false);
        putToken(json, "bos_token", "bos", tokens);
        putToken(json, "eos_token", "eos", tokens);
        putToken(json, "unk_token", "unknown", tokens);
        putToken(json, "pad_token", "padding", tokens);
        metadata.string("tokenizer.chat_template").ifPresent(template -> json.put("chat_template", template));
        return json;
    }

    private void putToken(final Map<String, Object> json, final String key, final String name,
            final List<String> tokens) {
        id(name, tokens.size()).ifPresent(id -> json.put(key, tokens.get(id)));
    }
}
