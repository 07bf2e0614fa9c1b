package dev.ingot.foundry.doctor;

import dev.ingot.foundry.TestModels;
import dev.ingot.json.JsonEdit;
import dev.ingot.json.JsonFiles;
import dev.ingot.onnx.Dimension;
import dev.ingot.onnx.ElementType;
import dev.ingot.onnx.Graph;
import dev.ingot.onnx.Model;
import dev.ingot.onnx.OnnxFiles;
import dev.ingot.onnx.Tensor;
import dev.ingot.onnx.ValueInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A model in which nothing is wrong, to be spoiled: one layer, one head, ten tokens; its graph computes nothing. */
record Patient(Path root, Path directory) {

    static final String INFERENCE = "inference_model.json";
    static final String GENAI = "genai_config.json";
    static final String TOKENIZER = "tokenizer.json";
    static final String TOKENIZER_CONFIG = "tokenizer_config.json";
    static final int WEIGHTS = 100;

    private static final String GENAI_TEXT = """
            {"model": {"bos_token_id": 2, "context_length": 64,
              "decoder": {"session_options": {"log_id": "onnxruntime-genai", "provider_options": []},
                "filename": "model.onnx", "head_size": 8, "hidden_size": 16,
                "inputs": {"input_ids": "input_ids", "attention_mask": "attention_mask",
                  "past_key_names": "past_key_values.%d.key", "past_value_names": "past_key_values.%d.value"},
                "outputs": {"logits": "logits", "present_key_names": "present.%d.key",
                  "present_value_names": "present.%d.value"},
                "num_attention_heads": 2, "num_hidden_layers": 1, "num_key_value_heads": 1},
              "eos_token_id": [4, 2], "pad_token_id": 2, "type": "qwen2", "vocab_size": 10},
             "search": {"do_sample": false, "max_length": 64, "top_k": 5}}
            """;
    private static final String TOKENIZER_TEXT = """
            {"added_tokens": [{"id": 2, "content": "<|endoftext|>"}, {"id": 3, "content": "<|im_start|>"},
              {"id": 4, "content": "<|im_end|>"}],
             "model": {"type": "BPE", "vocab": {"a": 0, "b": 1}, "merges": []}}
            """;
    private static final String INFERENCE_TEXT = """
            {"Name": "m", "PromptTemplate": {"system": "<|im_start|>system\\n{Content}<|im_end|>\\n",
              "user": "<|im_start|>user\\n{Content}<|im_end|>\\n",
              "assistant": "<|im_start|>assistant\\n{Content}<|im_end|>\\n",
              "prompt": "<|im_start|>user\\n{Content}<|im_end|>\\n<|im_start|>assistant\\n"}}
            """;

    static Patient in(final Path root) throws IOException {
        return at(root, root.resolve("custom").resolve("m"));
    }

    static Patient at(final Path root, final Path directory) throws IOException {
        TestModels.put(directory, GENAI, GENAI_TEXT);
        TestModels.put(directory, INFERENCE, INFERENCE_TEXT);
        TestModels.put(directory, TOKENIZER, TOKENIZER_TEXT);
        TestModels.put(directory, TOKENIZER_CONFIG, "{\"tokenizer_class\": \"Qwen2Tokenizer\","
                + " \"eos_token\": \"<|im_end|>\", \"chat_template\": \"" + TestModels.CHATML + "\"}");
        TestModels.put(directory, "config.json", "{\"model_type\": \"qwen2\", \"eos_token_id\": 4,"
                + " \"architectures\": [\"Qwen2ForCausalLM\"], \"hidden_size\": 16, \"num_attention_heads\": 2,"
                + " \"max_position_embeddings\": 64, \"vocab_size\": 10}");
        TestModels.put(directory, "generation_config.json", "{\"eos_token_id\": [4, 2], \"top_k\": 5}");
        write(ElementType.FLOAT, directory);
        Files.write(directory.resolve("model.onnx.data"), new byte[WEIGHTS]);
        return new Patient(root, directory);
    }

    /** Writes the graph, its cache of a type. */
    static void write(final ElementType type, final Path directory) {
        OnnxFiles.write(graph(type), directory.resolve("model.onnx"));
    }

    private static Model graph(final ElementType type) {
        final var weights = new Tensor.External("w", ElementType.UINT8, List.of((long) WEIGHTS),
                "model.onnx.data", 0, WEIGHTS);
        return new Model(10, Map.of("", 21L), "test", "1", Map.of(), new Graph("main",
                List.of(ids("input_ids"), ids("attention_mask"), cache(type, "past_key_values.0.key"),
                        cache(type, "past_key_values.0.value")),
                List.of(new ValueInfo("logits", ElementType.FLOAT,
                        List.of(Dimension.of("batch"), Dimension.of("sequence"), Dimension.of(10))),
                        cache(type, "present.0.key"), cache(type, "present.0.value")),
                List.of(weights), List.of()));
    }

    private static ValueInfo ids(final String name) {
        return new ValueInfo(name, ElementType.INT64,
                List.of(Dimension.of("batch"), Dimension.of("sequence")));
    }

    private static ValueInfo cache(final ElementType type, final String name) {
        return new ValueInfo(name, type,
                List.of(Dimension.of("batch"), Dimension.of(1), Dimension.of("past"), Dimension.of(8)));
    }

    Path file(final String name) {
        return directory.resolve(name);
    }

    void put(final String name, final String text) throws IOException {
        TestModels.put(directory, name, text);
    }

    void edit(final String name, final Consumer<JsonEdit> change) throws IOException {
        final var edit = new JsonEdit(JsonFiles.read(file(name)));
        change.accept(edit);
        put(name, edit.text(2));
    }

    void set(final String name, final String key, final Object value) throws IOException {
        edit(name, edit -> edit.set(key, value));
    }

    void remove(final String name, final String key) throws IOException {
        edit(name, edit -> edit.remove(key));
    }

    /** Returns the chat template. */
    String source() {
        return JsonFiles.read(file(TOKENIZER_CONFIG)).string("chat_template").orElseThrow();
    }

    void template(final String source) throws IOException {
        set(TOKENIZER_CONFIG, "chat_template", source);
    }
}
