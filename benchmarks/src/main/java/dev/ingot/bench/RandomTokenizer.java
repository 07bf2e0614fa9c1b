package dev.ingot.bench;

import dev.ingot.json.JsonFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of a byte-level BPE tokenizer with the size and the special tokens of Qwen2.5: the 256 bytes, then the
 * words of two, three and four lower-case letters in alphabetical order, each merged from its beginning and its last
 * letter. Every id up to the special tokens decodes to text.
 */
final class RandomTokenizer {

    static final int END_OF_TEXT = 151_643;
    static final int IM_START = 151_644;
    static final int IM_END = 151_645;

    private static final String PATTERN = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}|"
            + " ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    static final String TEMPLATE = "{%- for message in messages %}{{- '<|im_start|>' + message['role'] + '\\n'"
            + " + message['content'] + '<|im_end|>' + '\\n' }}{%- endfor %}"
            + "{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n' }}{%- endif %}";

    private final Map<String, Object> vocabulary = new LinkedHashMap<>();
    private final List<String> merges = new ArrayList<>();

    RandomTokenizer() {
        addBytes();
        List<String> shorter = letters();
        while (vocabulary.size() < END_OF_TEXT) {
            shorter = addLonger(shorter);
        }
    }

    void write(final Path directory) throws IOException {
        Files.writeString(directory.resolve("tokenizer.json"), JsonFiles.compact(tokenizer()));
        Files.writeString(directory.resolve("tokenizer_config.json"), JsonFiles.pretty(config(), 2));
    }

    /** GPT-2's printable alphabet: a byte that is a visible Latin-1 character stands for itself, others from U+0100. */
    private void addBytes() {
        int next = 0x100;
        for (int value = 0; value < 256; value++) {
            final boolean visible = (value > 0x20 && value < 0x7F) || (value > 0xA0 && value != 0xAD);
            vocabulary.put(String.valueOf((char) (visible ? value : next)), vocabulary.size());
            next += visible ? 0 : 1;
        }
    }

    private static List<String> letters() {
        return "abcdefghijklmnopqrstuvwxyz".chars().mapToObj(Character::toString).toList();
    }

    private List<String> addLonger(final List<String> beginnings) {
        final var added = new ArrayList<String>();
        for (final String beginning : beginnings) {
            for (final String letter : letters()) {
                if (vocabulary.size() == END_OF_TEXT) {
                    return added;
                }
                vocabulary.put(beginning + letter, vocabulary.size());
                merges.add(beginning + " " + letter);
                added.add(beginning + letter);
            }
        }
        return added;
    }

    private Map<String, Object> tokenizer() {
        final var result = new LinkedHashMap<String, Object>();
        result.put("version", "1.0");
        result.put("added_tokens",
                List.of(special(END_OF_TEXT, "<|endoftext|>"), special(IM_START, "<|im_start|>"),
                        special(IM_END, "<|im_end|>")));
        result.put("normalizer", Map.of("type", "NFC"));
        final var split = new LinkedHashMap<String, Object>();
        split.put("type", "Split");
        split.put("pattern", Map.of("Regex", PATTERN));
        split.put("behavior", "Isolated");
        split.put("invert", false);
        result.put("pre_tokenizer",
                ordered("type", "Sequence", "pretokenizers", List.of(split, byteLevel())));
        result.put("decoder", byteLevel());
        result.put("model", ordered("type", "BPE", "vocab", vocabulary, "merges", merges));
        return result;
    }

    private static Map<String, Object> special(final int id, final String content) {
        final var result = ordered("id", id, "content", content);
        List.of("single_word", "lstrip", "rstrip", "normalized").forEach(key -> result.put(key, false));
        result.put("special", true);
        return result;
    }

    private static Map<String, Object> byteLevel() {
        final var result = ordered("type", "ByteLevel", "add_prefix_space", false);
        result.put("trim_offsets", false);
        result.put("use_regex", false);
        return result;
    }

    private static Map<String, Object> config() {
        final var result = ordered("add_prefix_space", false, "chat_template", TEMPLATE,
                "clean_up_tokenization_spaces",
                false, "eos_token", "<|im_end|>");
        result.put("model_max_length", 32_768);
        result.put("pad_token", "<|endoftext|>");
        result.put("tokenizer_class", "Qwen2Tokenizer");
        return result;
    }

    private static Map<String, Object> ordered(final Object... keysAndValues) {
        final var result = new LinkedHashMap<String, Object>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            result.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return result;
    }
}
