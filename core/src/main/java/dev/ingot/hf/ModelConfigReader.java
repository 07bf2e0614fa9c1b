package dev.ingot.hf;

import dev.ingot.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * Reads config.json in the layout of published repositories (transformers 4) and in today's (transformers 5). What
 * changes the mathematics and is not known is an error; other unknown keys are logged once.
 */
final class ModelConfigReader {

    private static final int MAX_LAYERS = 10_000;
    private static final int MAX_WIDTH = 1 << 22;
    private static final int MAX_HEADS = 1 << 16;
    private static final int MAX_VOCABULARY = 1 << 26;
    private static final int MAX_POSITIONS = 1 << 30;

    private final JsonObject top;
    private final JsonObject json;
    private final ConfigValues values;
    private final FamilyDefaults family;

    private ModelConfigReader(final JsonObject top, final JsonObject json) {
        this.top = top;
        this.json = json;
        this.values = new ConfigValues(json);
        this.family = FamilyDefaults.of(json);
    }

    /**
     * Reads a file.
     *
     * @param file config.json
     * @return what it says
     */
    static ModelConfig read(final Path file) {
        return read(BoundedJson.read(file));
    }

    /** Reads what a file says. */
    static ModelConfig read(final JsonObject top) {
        final JsonObject text = textModel(top);
        final var config = new ModelConfigReader(top, text).config();
        KnownConfigKeys.report(text, FamilyDefaults.of(text));
        return config;
    }

    /** A multimodal model has the configuration of its text model inside its own. */
    private static JsonObject textModel(final JsonObject top) {
        return top.has("hidden_size") ? top : top.object("text_config").orElse(top);
    }

    private ModelConfig config() {
        final int hidden = values.size("hidden_size", MAX_WIDTH);
        final int heads = size("num_attention_heads", MAX_HEADS);
        final int headSize = headSize(hidden, heads);
        final int positions = size("max_position_embeddings", MAX_POSITIONS);
        final var rotary = new RotaryReader(json, headSize, positions, family).read();
        return new ModelConfig(architecture(), family.modelType(), hidden,
                values.size("num_hidden_layers", MAX_LAYERS), heads, kvHeads(heads), headSize,
                values.size("intermediate_size", MAX_WIDTH), size("vocab_size", MAX_VOCABULARY),
                positions,
                epsilon(), family.activation(json),
                outer("tie_word_embeddings").bool("tie_word_embeddings").orElse(family.tied()),
                rotary,
                tokenId("bos_token_id"), TokenIds.endOfSequence(outer("eos_token_id")),
                tokenId("pad_token_id"), json);
    }

    /** What the whole model says of a key rules over what its text model says. */
    private JsonObject outer(final String key) {
        return top.has(key) ? top : json;
    }

    private OptionalInt tokenId(final String key) {
        return new ConfigValues(outer(key)).tokenId(key);
    }

    private int size(final String key, final int limit) {
        final OptionalInt standard = family.size(key);
        return standard.isPresent()
                ? values.optionalSize(key, limit).orElse(standard.getAsInt())
                : values.size(key, limit);
    }

    private String architecture() {
        final String expected = "a list with the name of the model class";
        final List<String> names = top.strings("architectures")
                .orElseThrow(() -> top.missing("architectures", expected));
        if (names.isEmpty()) {
            throw top.wrong("architectures", expected, names);
        }
        ModelClasses.check(names.getFirst(), json);
        if (json != top) {
            ModelClasses.checkWhole(names.getFirst(), top);
        }
        return names.getFirst();
    }

    private int headSize(final int hidden, final int heads) {
        if (json.has("head_dim")) {
            return values.size("head_dim", MAX_HEADS);
        }
        if (!json.keys().contains("head_dim") && family.headSize() > 0) {
            return family.headSize();
        }
        if (hidden % heads != 0) {
            throw json.wrong("hidden_size", "a multiple of num_attention_heads (" + heads + ")", hidden);
        }
        return hidden / heads;
    }

    private int kvHeads(final int heads) {
        final String key = "num_key_value_heads";
        final boolean classDefault = !json.keys().contains(key) && family.kvHeads() > 0;
        final int kvHeads = values.optionalSize(key, MAX_HEADS)
                .orElse(classDefault ? family.kvHeads() : heads);
        if (heads % kvHeads != 0) {
            throw json.wrong(key, "a divisor of num_attention_heads (" + heads + ")", kvHeads);
        }
        return kvHeads;
    }

    private double epsilon() {
        if (family.epsilonKey().isEmpty()) {
            return family.epsilon();
        }
        final double epsilon = values.positive(family.epsilonKey()).orElse(family.epsilon());
        if (epsilon >= 1) {
            throw json.wrong(family.epsilonKey(), "a number above 0 and below 1", epsilon);
        }
        return epsilon;
    }
}
