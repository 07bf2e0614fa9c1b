package dev.ingot.gguf;

import dev.ingot.error.UnsupportedModelException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How text is cut before its pieces are merged, by the name that {@code tokenizer.ggml.pre} has for it (llama.cpp,
 * llama-vocab.cpp). The regular expressions are those of the published tokenizer.json files.
 *
 * @param labels     names
 * @param cuts       steps in front of the bytes
 * @param cutsBytes  whether the last step cuts as well, by GPT-2's expression
 * @param wholeWords whether a word that is a token needs no merges
 * @param composes   whether text is brought into composed form first
 * @param adds       whether the begin-of-sequence token is added unless the file says otherwise
 */
record PreTokenizer(List<String> labels, List<Map<String, Object>> cuts, boolean cutsBytes,
        boolean wholeWords,
        boolean composes, boolean adds) {

    private static final String ENDINGS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
    private static final String REST = "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n%s]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    private static final String UPPER = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]";
    private static final String LOWER = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]";
    private static final String BEFORE = "[^\\r\\n\\p{L}\\p{N}]?";
    private static final String CASED = BEFORE + UPPER + "*" + LOWER + "+" + ENDINGS + "?|" + BEFORE + UPPER
            + "+"
            + LOWER + "*" + ENDINGS + "?|\\p{N}{1,3}" + REST.formatted("/");

    private static final List<PreTokenizer> ALL = List.of(
            new PreTokenizer(List.of("llama-bpe", "llama3", "llama-v3"), words("\\p{N}{1,3}"), false, true,
                    false, true),
            new PreTokenizer(List.of("dbrx", "smaug-bpe"), words("\\p{N}{1,3}"), false, false, false, false),
            new PreTokenizer(List.of("qwen2", "deepseek-r1-qwen"), words("\\p{N}"), false, false, true,
                    false),
            new PreTokenizer(List.of("gpt-4o"), split(CASED), false, false, false, false),
            new PreTokenizer(List.of("gpt-2", "gpt2"), List.of(), true, false, false, false),
            new PreTokenizer(List.of("smollm", "refact", "starcoder"),
                    List.of(Map.of("type", "Digits", "individual_digits", true)), true, false, false, false));

    PreTokenizer {
        labels = List.copyOf(labels);
        cuts = List.copyOf(cuts);
    }

    private static List<Map<String, Object>> words(final String digits) {
        return split(ENDINGS + "|" + BEFORE + "\\p{L}+|" + digits + REST.formatted(""));
    }

    private static List<Map<String, Object>> split(final String regex) {
        return List.of(Map.of("type", "Split", "pattern", Map.of("Regex", regex), "behavior", "Isolated",
                "invert", false));
    }

    static PreTokenizer of(final GgufMetadata metadata) {
        final String key = "tokenizer.ggml.pre";
        final String name = metadata.string(key).orElse("default");
        return ALL.stream().filter(pre -> pre.labels.contains(name)).findFirst()
                .orElseThrow(() -> new UnsupportedModelException(metadata.file() + ": " + key
                        + ": expected one of " + ALL.stream().flatMap(pre -> pre.labels.stream()).toList()
                        + ", found " + name + "; put the model's tokenizer.json beside the file"));
    }

    /** The {@code pre_tokenizer} of tokenizer.json. */
    Map<String, Object> json() {
        final var steps = new ArrayList<Object>(cuts);
        steps.add(byteLevel(cutsBytes));
        final var result = new LinkedHashMap<String, Object>();
        result.put("type", "Sequence");
        result.put("pretokenizers", steps);
        return result;
    }

    /** Bytes as printable characters, cut by GPT-2's expression or not. */
    static Map<String, Object> byteLevel(final boolean cut) {
        final var result = new LinkedHashMap<String, Object>();
        result.put("type", "ByteLevel");
        result.put("add_prefix_space", false);
        result.put("trim_offsets", false);
        result.put("use_regex", cut);
        return result;
    }
}
