package dev.ingot.foundry;

import dev.ingot.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Directories that look like models to a cache, which never opens the graph. */
public final class TestModels {

    /** ChatML as Qwen has it, without a default system message. */
    public static final String CHATML = "{% for message in messages %}<|im_start|>{{ message.role }}\\n"
            + "{{ message.content }}<|im_end|>\\n{% endfor %}"
            + "{% if add_generation_prompt %}<|im_start|>assistant\\n{% endif %}";

    private TestModels() {}

    /** Writes what a conversion writes, small. */
    public static OnnxModel write(final Path directory) throws IOException {
        return write(directory, 100);
    }

    /** Writes a model whose weights have so many bytes. */
    public static OnnxModel write(final Path directory, final int weights) throws IOException {
        put(directory, "genai_config.json", "{\"model\": {\"decoder\": {\"filename\": \"model.onnx\"}}}");
        put(directory, "model.onnx", "graph");
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
