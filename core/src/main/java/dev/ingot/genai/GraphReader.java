package dev.ingot.genai;

import dev.ingot.chat.ChatTemplate;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.UnsupportedModelException;
import dev.ingot.hf.GenerationConfig;
import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonObject;
import dev.ingot.onnx.Dimension;
import dev.ingot.onnx.OnnxPatch;
import dev.ingot.onnx.ValueInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * Works genai_config.json out for a model of another tool that has none: names and sizes from the graph, the rest from
 * config.json and generation_config.json.
 */
public final class GraphReader {

    private static final String CONFIG = "config.json";
    private static final int NO_BOS = 1;

    /** The model types that readers know; the others go by a general name. */
    private static final Set<String> TYPES = Set.of("chatglm", "ernie4_5", "gemma", "gemma2", "gptoss",
            "granite", "internlm2", "llama", "mistral", "nemotron", "olmo", "phi", "phimoe", "phi3", "qwen2",
            "qwen3", "smollm3");

    private final Path directory;
    private final Path file;
    private final OnnxPatch graph;
    private final JsonObject config;

    private GraphReader(final Path directory, final Path file) {
        this.directory = directory;
        this.file = file;
        this.graph = OnnxPatch.read(file);
        final JsonObject root = JsonFiles.read(directory.resolve(CONFIG));
        this.config = root.has("hidden_size") ? root : root.object("text_config").orElse(root);
    }

    /**
     * Reads a model's graph and configuration.
     *
     * @param directory with config.json and a tokenizer
     * @param file      the graph
     * @param name      of the graph file where it will lie, relative to genai_config.json
     * @param maxLength most tokens of prompt and answer together, where somebody asks
     * @return the configuration
     * @throws ModelFormatException      if config.json lacks something that the graph does not say either
     * @throws UnsupportedModelException if the graph is no decoder with a cache, or asks for inputs that nobody feeds
     */
    public static GenaiConfig read(final Path directory, final Path file, final String name,
            final OptionalInt maxLength) {
        return new GraphReader(directory, file).genai(name, maxLength);
    }

    private GenaiConfig genai(final String name, final OptionalInt maxLength) {
        final var past = CacheNames.find(file, "past", graph.inputNames());
        final var present = CacheNames.find(file, "present", graph.outputNames());
        final var names = names(past, present);
        final int vocabulary = logits();
        final int context = size("max_position_embeddings", "n_positions", "max_sequence_length", "n_ctx");
        final var generation = GenerationConfig.read(directory.resolve(GenerationConfig.FILE_NAME));
        final var ends = new EndTokens(directory, config.string("model_type").orElse(""),
                config.integers("eos_token_id"))
                .of(generation, ChatTemplate.load(directory), vocabulary);
        if (ends.isEmpty()) {
            throw config.missing("eos_token_id", "a token that ends an answer");
        }
        return new GenaiConfig(type(), context, vocabulary,
                first(generation.bosTokenId(), config.integer("bos_token_id"), NO_BOS), ends,
                first(generation.padTokenId(), config.integer("pad_token_id"), ends.getFirst()),
                decoder(name, names, past.layers()),
                SearchRules.of(generation, vocabulary, context, maxLength));
    }

    private DecoderNames names(final CacheNames past, final CacheNames present) {
        final var usual = DecoderNames.DEFAULT;
        final var rest = new TreeSet<>(graph.inputNames());
        final boolean whole = rest.remove(usual.inputIds()) && rest.remove(usual.attentionMask());
        final Optional<String> positions = rest.remove("position_ids")
                ? Optional.of("position_ids")
                : Optional.empty();
        for (int layer = 0; layer < past.layers(); layer++) {
            rest.remove(past.key().replace("%d", Integer.toString(layer)));
            rest.remove(past.value().replace("%d", Integer.toString(layer)));
        }
        rest.removeIf(input -> graph.initializerShape(input).isPresent());
        if (!whole || !rest.isEmpty() || past.layers() != present.layers()) {
            throw new UnsupportedModelException(file + ": expected the inputs input_ids, attention_mask,"
                    + " position_ids and a cache of " + present.layers() + " layers, found "
                    + graph.inputNames());
        }
        return new DecoderNames(usual.inputIds(), usual.attentionMask(), positions, past.key(), past.value(),
                usual.logits(), present.key(), present.value());
    }

    private GenaiDecoder decoder(final String name, final DecoderNames names, final int layers) {
        final int hidden = size("hidden_size", "n_embd");
        final int heads = size("num_attention_heads", "n_head");
        final ValueInfo key = graph.input(names.pastKey(0)).orElseThrow();
        if (key.shape().size() != 4) {
            throw ModelFormatException.of(file, key.name(), "[batch, heads, past, head size]",
                    key.shape().toString());
        }
        return new GenaiDecoder(name,
                fixed(key, 3).orElseGet(() -> config.integer("head_dim").orElse(hidden / heads)), hidden,
                heads, layers,
                fixed(key, 1).orElseGet(() -> config.integer("num_key_value_heads").orElse(heads)), names);
    }

    private int logits() {
        final ValueInfo logits = graph.output(DecoderNames.DEFAULT.logits())
                .orElseThrow(() -> new UnsupportedModelException(
                        file + ": expected an output logits, found " + graph.outputNames()));
        return fixed(logits, logits.shape().size() - 1).orElseGet(() -> size("vocab_size"));
    }

    private static Optional<Integer> fixed(final ValueInfo value, final int axis) {
        return value.shape().get(axis) instanceof Dimension.Fixed fixed
                ? Optional.of(Math.toIntExact(fixed.size()))
                : Optional.empty();
    }

    private int size(final String... keys) {
        for (final String key : keys) {
            final OptionalInt value = config.integer(key);
            if (value.isPresent() && value.getAsInt() > 0) {
                return value.getAsInt();
            }
        }
        throw config.missing(keys[0], "a positive integer");
    }

    private static int first(final OptionalInt one, final OptionalInt two, final int other) {
        return one.orElse(two.orElse(other));
    }

    private String type() {
        final String name = config.strings("architectures").filter(list -> !list.isEmpty())
                .map(List::getFirst).orElse("");
        final String type = name.replaceFirst("For.*", "").toLowerCase(Locale.ROOT);
        if (type.equals("gemma3")) {
            return "gemma3_text";
        }
        return TYPES.contains(type) ? type : "decoder";
    }
}
