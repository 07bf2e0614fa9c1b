package dev.ingot.gguf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * SentencePiece's BPE: the file has a score per token, and of all neighbours those are merged first whose result has the
 * highest. As a list of merges that is every way to make a token of two others, by falling score. As llama.cpp does, a
 * blank is put before the text and behind every special token.
 */
final class SentencePiece {

    private static final String SCORES = "tokenizer.ggml.scores";
    private static final String BLANK = "\u2581";

    private final GgufMetadata metadata;
    private final GgufVocabulary vocabulary;

    /** A way to make a token. */
    private record Merge(String left, String right, float score) {}

    SentencePiece(final GgufMetadata metadata, final GgufVocabulary vocabulary) {
        this.metadata = metadata;
        this.vocabulary = vocabulary;
    }

    void describe(final Map<String, @Nullable Object> json) {
        final boolean prefixed = metadata.bool("tokenizer.ggml.add_space_prefix").orElse(true);
        final var replace = Map.of("type", "Replace", "pattern", Map.of("String", " "), "content", BLANK);
        final var normalizers = prefixed
                ? List.of(Map.of("type", "Prepend", "prepend", BLANK), replace)
                : List.of(replace);
        json.put("normalizer", sequence("normalizers", normalizers));
        json.put("pre_tokenizer", null);
        json.put("decoder", decoder(prefixed));
        json.put("model", model());
    }

    private static Map<String, Object> sequence(final String key, final List<?> steps) {
        final var result = new LinkedHashMap<String, Object>();
        result.put("type", "Sequence");
        result.put(key, steps);
        return result;
    }

    private static Map<String, Object> decoder(final boolean prefixed) {
        final var steps = new ArrayList<Object>();
        steps.add(Map.of("type", "Replace", "pattern", Map.of("String", BLANK), "content", " "));
        steps.add(Map.of("type", "ByteFallback"));
        steps.add(Map.of("type", "Fuse"));
        if (prefixed) {
            steps.add(Map.of("type", "Strip", "content", " ", "start", 1, "stop", 0));
        }
        return sequence("decoders", steps);
    }

    private Map<String, @Nullable Object> model() {
        final Map<String, Integer> ids = vocabulary.ids(metadata);
        final int unknown = vocabulary.kinds().indexOf(GgufVocabulary.Kind.UNKNOWN);
        final var model = new LinkedHashMap<String, @Nullable Object>();
        model.put("type", "BPE");
        model.put("dropout", null);
        model.put("unk_token", unknown < 0 ? null : vocabulary.tokens().get(unknown));
        model.put("continuing_subword_prefix", null);
        model.put("end_of_word_suffix", null);
        model.put("fuse_unk", true);
        model.put("byte_fallback", true);
        model.put("ignore_merges", false);
        model.put("vocab", ids);
        model.put("merges", merges(ids));
        return model;
    }

    private List<List<String>> merges(final Map<String, Integer> ids) {
        final float[] scores = metadata.floats(SCORES)
                .orElseThrow(() -> metadata.missing(SCORES, "a score per token"));
        if (scores.length != vocabulary.tokens().size()) {
            throw metadata.wrong(SCORES, vocabulary.tokens().size() + " scores", scores.length);
        }
        final var merges = new ArrayList<Merge>();
        for (int id = 0; id < scores.length; id++) {
            final var kind = vocabulary.kinds().get(id);
            if (kind == GgufVocabulary.Kind.NORMAL || kind == GgufVocabulary.Kind.USER_DEFINED) {
                addMerges(merges, ids, vocabulary.tokens().get(id), scores[id]);
            }
        }
        merges.sort(Comparator.comparingDouble(Merge::score).reversed());
        return merges.stream().map(merge -> List.of(merge.left(), merge.right())).toList();
    }

    private static void addMerges(final List<Merge> merges, final Map<String, Integer> ids,
            final String token,
            final float score) {
        for (int cut = token.offsetByCodePoints(0,
                Math.min(1, token.codePointCount(0, token.length()))); cut < token
                        .length(); cut = token.offsetByCodePoints(cut, 1)) {
            final String left = token.substring(0, cut);
            final String right = token.substring(cut);
            if (ids.containsKey(left) && ids.containsKey(right)) {
                merges.add(new Merge(left, right, score));
            }
        }
    }
}
