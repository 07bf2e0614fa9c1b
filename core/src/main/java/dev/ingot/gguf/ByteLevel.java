package dev.ingot.gguf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Byte-level BPE: the merges are in the file, the cutting of text follows from a name. */
final class ByteLevel {

    private static final String MERGES = "tokenizer.ggml.merges";

    private final GgufMetadata metadata;
    private final GgufVocabulary vocabulary;

    ByteLevel(final GgufMetadata metadata, final GgufVocabulary vocabulary) {
        this.metadata = metadata;
        this.vocabulary = vocabulary;
    }

    void describe(final Map<String, @Nullable Object> json) {
        final var cuts = PreTokenizer.of(metadata);
        json.put("normalizer", cuts.composes() ? Map.of("type", "NFC") : null);
        json.put("pre_tokenizer", cuts.json());
        json.put("decoder", PreTokenizer.byteLevel(true));
        json.put("model", model(cuts));
    }

    private Map<String, @Nullable Object> model(final PreTokenizer cuts) {
        final Map<String, Integer> ids = vocabulary.ids(metadata);
        final var model = new LinkedHashMap<String, @Nullable Object>();
        model.put("type", "BPE");
        model.put("dropout", null);
        model.put("unk_token", null);
        model.put("continuing_subword_prefix", null);
        model.put("end_of_word_suffix", null);
        model.put("fuse_unk", false);
        model.put("byte_fallback", false);
        model.put("ignore_merges", cuts.wholeWords());
        model.put("vocab", ids);
        model.put("merges", merges(ids));
        return model;
    }

    /** Two tokens with a blank between them; byte-level tokens have none in them. */
    private List<List<String>> merges(final Map<String, Integer> ids) {
        final List<String> lines = metadata.strings(MERGES);
        final var merges = new ArrayList<List<String>>(lines.size());
        for (final String line : lines) {
            final int space = line.indexOf(' ', 1);
            final String left = space < 0 ? "" : line.substring(0, space);
            final String right = line.substring(space + 1);
            if (!ids.containsKey(left) || !ids.containsKey(right) || !ids.containsKey(left + right)) {
                throw metadata.wrong(MERGES, "pairs of tokens that make a token", line);
            }
            merges.add(List.of(left, right));
        }
        return merges;
    }
}
