package dev.ingot.foundry;

import dev.ingot.OnnxModel;
import dev.ingot.onnx.ElementType;
import dev.ingot.onnx.Graph;
import dev.ingot.onnx.Model;
import dev.ingot.onnx.OnnxFiles;
import dev.ingot.onnx.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Directories that hold what a cache asks of a model; the graph computes nothing. */
public final class TestModels {

    /** ChatML as Qwen has it, without a default system message. */
    public static final String CHATML = "{% for message in messages %}<|im_start|>{{ message.role }}\\n"
            + "{{ message.content }}<|im_end|>\\n{% endfor %}"
            + "{% if add_generation_prompt %}<|im_start|>assistant\\n{% endif %}";

    private static final String GENAI = """
            {"model": {"type": "qwen2", "context_length": 64, "vocab_size": 10, "eos_token_id": 2,
              "decoder": {"filename": "model.onnx", "head_size": 8, "hidden_size": 16, "num_attention_heads": 2,
                "num_hidden_layers": 1, "num_key_value_heads": 1}}}
            """;

    private TestModels() {}

    private static Model graph(final int weights) {
        final var tensor = new Tensor.External("w", ElementType.UINT8, List.of((long) weights),
                "model.onnx.data", 0, weights);
        return new Model(10, Map.of("", 21L), "test", "1", Map.of(),
                new Graph("main", List.of(), List.of(), List.of(tensor), List.of()));
    }

    /** Writes what a conversion writes, small. */
    public static OnnxModel write(final Path directory) throws IOException {
        return write(directory, 100);
    }

    /** Writes a model whose weights have so many bytes. */
    public static OnnxModel write(final Path directory, final int weights) throws IOException {
        put(directory, "genai_config.json", GENAI);
        OnnxFiles.write(graph(weights), directory.resolve("model.onnx"));
        put(directory, "tokenizer.json", "{}");
        put(directory, "tokenizer_config.json", "{\"chat_template\": \"" + CHATML + "\"}");
        Files.write(directory.resolve("model.onnx.data"), new byte[weights]);
        return OnnxModel.open(directory);
    }

    /** Writes a text file and the directories above it. */
    public static void put(final Path directory, final String file, final String text) throws IOException {
        final Path path = directory.resolve(file);
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, text);
    }

    /** Returns the names in a directory. */
    public static List<String> names(final Path directory) throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.map(entry -> String.valueOf(entry.getFileName())).sorted().toList();
        }
    }
}
