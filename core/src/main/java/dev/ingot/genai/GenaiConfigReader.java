package dev.ingot.genai;

import dev.ingot.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Finds what Ingot needs in a genai_config.json of any builder release; absent keys mean what they mean to genai. */
final class GenaiConfigReader {

    private static final int BOS_WHEN_ABSENT = 1;
    private static final int TOP_K_WHEN_ABSENT = 50;

    private GenaiConfigReader() {}

    static GenaiConfig config(final JsonObject root) {
        final var model = required(root, "model");
        final int contextLength = positive(model, "context_length");
        final var eos = eos(model);
        return new GenaiConfig(text(model, "type"), contextLength, positive(model, "vocab_size"),
                model.integer("bos_token_id").orElse(BOS_WHEN_ABSENT), eos,
                model.integer("pad_token_id").orElse(eos.getFirst()), decoder(required(model, "decoder")),
                root.object("search").map(it -> search(it, contextLength))
                        .orElseGet(
                                () -> new SearchDefaults(false, contextLength, 1, TOP_K_WHEN_ABSENT, 1, 1, 0,
                                        0)));
    }

    private static List<Integer> eos(final JsonObject model) {
        final var ids = model.integers("eos_token_id");
        if (!ids.isEmpty()) {
            return ids;
        }
        return List.of(model.integer("pad_token_id")
                .orElseThrow(() -> model.missing("eos_token_id", "an integer or a list of integers")));
    }

    private static GenaiDecoder decoder(final JsonObject decoder) {
        final String filename = text(decoder, "filename");
        if (filename.startsWith("/") || filename.matches(".*[\\\\:\\x00].*")
                || List.of(filename.split("/", -1)).contains("..")) {
            throw decoder.wrong("filename", "a relative path without ..", filename);
        }
        return new GenaiDecoder(filename, positive(decoder, "head_size"), positive(decoder, "hidden_size"),
                positive(decoder, "num_attention_heads"), positive(decoder, "num_hidden_layers"),
                positive(decoder, "num_key_value_heads"), names(decoder));
    }

    private static DecoderNames names(final JsonObject decoder) {
        final var inputs = decoder.object("inputs");
        final var outputs = decoder.object("outputs");
        final var usual = DecoderNames.DEFAULT;
        return new DecoderNames(name(inputs, "input_ids").orElse(usual.inputIds()),
                name(inputs, "attention_mask").orElse(usual.attentionMask()), name(inputs, "position_ids"),
                template(inputs, "past_key_names").orElse(usual.pastKeyNames()),
                template(inputs, "past_value_names").orElse(usual.pastValueNames()),
                name(outputs, "logits").orElse(usual.logits()),
                template(outputs, "present_key_names").orElse(usual.presentKeyNames()),
                template(outputs, "present_value_names").orElse(usual.presentValueNames()));
    }

    private static Optional<String> name(final Optional<JsonObject> names, final String key) {
        return names.flatMap(it -> it.string(key));
    }

    private static Optional<String> template(final Optional<JsonObject> names, final String key) {
        final var found = name(names, key);
        if (found.isPresent() && !DecoderNames.isTemplate(found.get())) {
            throw names.orElseThrow().wrong(key, "a name with one %d", found.get());
        }
        return found;
    }

    private static SearchDefaults search(final JsonObject search, final int contextLength) {
        final int maxLength = search.integer("max_length").orElse(0);
        final double topP = range(search, "top_p", 1, 0, 1);
        return new SearchDefaults(search.bool("do_sample").orElse(false),
                integer(search, "max_length", maxLength, 0) == 0 ? contextLength : maxLength,
                range(search, "temperature", 1, 0, Double.MAX_VALUE),
                integer(search, "top_k", search.integer("top_k").orElse(TOP_K_WHEN_ABSENT), 0),
                // Both ends of the range mean "off" in this file; 0 would be the empty set everywhere else.
                topP == 0 ? 1 : topP,
                range(search, "repetition_penalty", 1, Double.MIN_VALUE, Double.MAX_VALUE),
                integer(search, "no_repeat_ngram_size", search.integer("no_repeat_ngram_size").orElse(0), 0),
                integer(search, "min_length", search.integer("min_length").orElse(0), 0));
    }

    private static double range(final JsonObject object, final String key, final double absent,
            final double min,
            final double max) {
        final double value = object.number(key).orElse(absent);
        if (!(value >= min && value <= max)) {
            throw object.wrong(key, "a number from " + min + " to " + max, value);
        }
        return value;
    }

    private static int positive(final JsonObject object, final String key) {
        return integer(object, key,
                object.integer(key).orElseThrow(() -> object.missing(key, "a positive integer")), 1);
    }

    private static int integer(final JsonObject object, final String key, final int value, final int min) {
        if (value < min) {
            throw object.wrong(key, "an integer of at least " + min, value);
        }
        return value;
    }

    private static String text(final JsonObject object, final String key) {
        return object.string(key).orElseThrow(() -> object.missing(key, "a string"));
    }

    private static JsonObject required(final JsonObject object, final String key) {
        return object.object(key).orElseThrow(() -> object.missing(key, "an object"));
    }
}
