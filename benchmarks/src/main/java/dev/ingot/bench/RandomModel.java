package dev.ingot.bench;

import dev.ingot.json.JsonFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a model directory with the shapes of Qwen2.5-0.5B and random weights: what is measured on it holds for the
 * real model, whose speed does not depend on its values.
 *
 * <pre>
 * mvn -q -Pbench -pl benchmarks -am verify -DskipTests -Dbench.main=dev.ingot.bench.RandomModel \
 *     -Djmh.args="/tmp/random-qwen [--seed N] [--layers N]"
 * </pre>
 */
public final class RandomModel {

    private RandomModel() {}

    /**
     * Writes the directory.
     *
     * @param args the directory, then {@code --seed N} (default 1) and {@code --layers N} (default 24)
     * @throws IOException if it cannot be written
     */
    public static void main(final String[] args) throws IOException {
        final var arguments = Arguments.parse(args, "--seed", "--layers");
        if (arguments.positional().size() != 1) {
            throw new IllegalArgumentException("usage: RandomModel DIR [--seed N] [--layers N]");
        }
        final var shape = ModelShape.QWEN25_HALF_BILLION;
        final var directory = Path.of(arguments.positional().getFirst());
        write(directory, shape.withLayers((int) arguments.number("--layers", shape.layers())),
                arguments.number("--seed", 1));
        System.out.println(
                directory + ": " + Files.size(directory.resolve("model.safetensors")) + " bytes of weights");
    }

    static void write(final Path directory, final ModelShape shape, final long seed) throws IOException {
        Files.createDirectories(directory);
        new RandomWeights(seed).write(directory.resolve("model.safetensors"), shape.tensors());
        new RandomTokenizer().write(directory);
        Files.writeString(directory.resolve("config.json"), JsonFiles.pretty(config(shape), 2));
        Files.writeString(directory.resolve("generation_config.json"), JsonFiles.pretty(generation(), 2));
    }

    private static Map<String, Object> config(final ModelShape shape) {
        final var result = new LinkedHashMap<String, Object>();
        result.put("architectures", List.of("Qwen2ForCausalLM"));
        result.put("attention_dropout", 0.0);
        result.put("bos_token_id", RandomTokenizer.END_OF_TEXT);
        result.put("eos_token_id", RandomTokenizer.IM_END);
        result.put("hidden_act", "silu");
        result.put("hidden_size", shape.hidden());
        result.put("initializer_range", 0.02);
        result.put("intermediate_size", shape.intermediate());
        result.put("max_position_embeddings", 32_768);
        result.put("max_window_layers", 21);
        result.put("model_type", "qwen2");
        result.put("num_attention_heads", shape.heads());
        result.put("num_hidden_layers", shape.layers());
        result.put("num_key_value_heads", shape.keyValueHeads());
        result.put("rms_norm_eps", 1e-6);
        result.put("rope_theta", 1_000_000.0);
        result.put("sliding_window", 32_768);
        result.put("tie_word_embeddings", true);
        result.put("torch_dtype", "bfloat16");
        result.put("transformers_version", "4.43.1");
        result.put("use_cache", true);
        result.put("use_sliding_window", false);
        result.put("vocab_size", shape.vocabulary());
        return result;
    }

    private static Map<String, Object> generation() {
        final var result = new LinkedHashMap<String, Object>();
        result.put("bos_token_id", RandomTokenizer.END_OF_TEXT);
        result.put("pad_token_id", RandomTokenizer.END_OF_TEXT);
        result.put("do_sample", true);
        result.put("eos_token_id", List.of(RandomTokenizer.IM_END, RandomTokenizer.END_OF_TEXT));
        result.put("repetition_penalty", 1.1);
        result.put("temperature", 0.7);
        result.put("top_p", 0.8);
        result.put("top_k", 20);
        result.put("transformers_version", "4.37.0");
        return result;
    }
}
