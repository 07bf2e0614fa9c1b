package dev.ingot.gguf;

import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Writes what llama.cpp's converter takes from the files of a tokenizer. */
final class GgufFixtureTokens {

    private static final Map<String, String> CUTS = Map.of("llama", "llama-bpe", "qwen2", "qwen2", "qwen3",
            "qwen2",
            "granite", "refact", "olmo2", "dbrx", "phi3", "gpt-4o", "smollm3", "llama-bpe");

    private final Path source;
    private final JsonObject config;
    private final JsonObject tokenizer;
    private final JsonObject model;
    private final GgufBytes out;

    GgufFixtureTokens(final Path source, final JsonObject config, final GgufBytes out) {
        this.source = source;
        this.config = config;
        this.out = out;
        this.tokenizer = JsonFiles.read(source.resolve("tokenizer.json"));
        this.model = tokenizer.object("model").orElseThrow();
    }

    void write() {
        final int size = config.integer("vocab_size").orElseThrow();
        final var tokens = new String[size];
        final var kinds = new Integer[size];
        final var scores = new Float[size];
        Arrays.setAll(tokens, id -> "[PAD" + id + "]");
        Arrays.fill(kinds, 5);
        Arrays.fill(scores, -1e6f);
        final var vocabulary = model.object("vocab").orElseThrow().asMap();
        vocabulary.forEach((token, id) -> {
            tokens[(Integer) Objects.requireNonNull(id)] = token;
            kinds[(Integer) id] = token.matches("<0x[0-9A-F]{2}>") ? 6 : 1;
        });
        for (final Object one : (List<?>) Objects.requireNonNull(tokenizer.raw("added_tokens"))) {
            final var added = (Map<?, ?>) one;
            final int id = (Integer) Objects.requireNonNull(added.get("id"));
            tokens[id] = String.valueOf(added.get("content"));
            kinds[id] = tokens[id].equals("<unk>") ? 2 : Boolean.TRUE.equals(added.get("special")) ? 3 : 4;
        }
        final List<String> merges = merges();
        for (int i = 0; i < merges.size(); i++) {
            final Integer id = (Integer) vocabulary.get(merges.get(i).replace(" ", ""));
            scores[Objects.requireNonNull(id)] = Math.max(scores[id], -i);
        }
        final String type = config.string("model_type").orElseThrow();
        final boolean bytes = !model.bool("byte_fallback").orElse(false);
        out.key("tokenizer.ggml.model", bytes ? "gpt2" : "llama")
                .key("tokenizer.ggml.tokens", List.of(tokens))
                .key("tokenizer.ggml.token_type", List.of(kinds));
        if (bytes) {
            out.key("tokenizer.ggml.pre", Objects.requireNonNull(CUTS.get(type)))
                    .key("tokenizer.ggml.merges", merges);
        } else {
            out.key("tokenizer.ggml.scores", List.of(scores))
                    .key("tokenizer.ggml.unknown_token_id", Arrays.asList(tokens).indexOf("<unk>"))
                    .key("tokenizer.ggml.add_space_prefix", !type.startsWith("gemma"));
        }
        specials();
    }

    private List<String> merges() {
        return ((List<?>) Objects.requireNonNull(model.raw("merges"))).stream()
                .map(merge -> merge instanceof List<?> pair ? pair.get(0) + " " + pair.get(1) : "" + merge)
                .toList();
    }

    private void specials() {
        config.integer("bos_token_id").ifPresent(id -> out.key("tokenizer.ggml.bos_token_id", id));
        out.key("tokenizer.ggml.eos_token_id", config.integers("eos_token_id").getLast());
        config.integer("pad_token_id").ifPresent(id -> out.key("tokenizer.ggml.padding_token_id", id));
        out.key("tokenizer.ggml.add_bos_token", tokenizer.has("post_processor")
                && JsonFiles.compact(tokenizer.object("post_processor").orElseThrow().asMap())
                        .contains("SpecialToken"));
        final Path template = source.resolve("chat_template.jinja");
        out.key("tokenizer.chat_template",
                Files.exists(template)
                        ? "{{ messages[0].content }}"
                        : JsonFiles.read(source.resolve("tokenizer_config.json")).string("chat_template")
                                .orElse("{{ messages[0].content }}"));
    }
}
