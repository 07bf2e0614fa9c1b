package dev.ingot.foundry.doctor;

import static dev.ingot.foundry.doctor.FaultCase.mended;
import static dev.ingot.foundry.doctor.FaultCase.told;
import static dev.ingot.foundry.doctor.Patient.GENAI;
import static dev.ingot.foundry.doctor.Patient.INFERENCE;
import static dev.ingot.foundry.doctor.Patient.TOKENIZER;
import static dev.ingot.foundry.doctor.Patient.TOKENIZER_CONFIG;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Why a model that is listed cannot be loaded. */
final class LoadingFaults {

    private LoadingFaults() {}

    static Stream<FaultCase> loading() {
        return Stream.of(told(Fault.BAD_JSON, "tokenizer_config.json", p -> p.put(TOKENIZER_CONFIG, "{")),
                told(Fault.BAD_JSON, "genai_config.json", p -> p.put(GENAI, "{\n\"model\": {\n,}")),
                told(Fault.BAD_JSON, "a comment in front",
                        p -> p.put(GENAI, "// mine\n" + Files.readString(p.file(GENAI)))),
                mended(Fault.BAD_JSON, "genai_config.json in UTF-16",
                        p -> ListingFaults.wide(p, GENAI, "\uFEFF")),
                mended(Fault.BAD_JSON, "tokenizer_config.json in UTF-16 without a mark",
                        p -> ListingFaults.wide(p, TOKENIZER_CONFIG, "")),
                told(Fault.JSON_FOR_SOME, "a key that comes twice",
                        p -> p.put(INFERENCE, "{\"Name\": \"x\", \"Name\": \"m\"}")),
                told(Fault.JSON_FOR_SOME, "300 levels", p -> p.put(INFERENCE,
                        "{\"Name\": \"m\", \"x\": " + "[".repeat(300) + "]".repeat(300) + "}")),
                mended(Fault.BYTE_ORDER_MARK, "genai_config.json",
                        p -> p.put(GENAI, "\uFEFF" + Files.readString(p.file(GENAI)))),
                mended(Fault.BYTE_ORDER_MARK, "inference_model.json",
                        p -> p.put(INFERENCE, "\uFEFF" + Files.readString(p.file(INFERENCE)))),
                told(Fault.GENAI_VALUE, "a text for a number",
                        p -> p.set(GENAI, "model.decoder.head_size", "x")),
                told(Fault.GENAI_VALUE, "missing", p -> p.remove(GENAI, "model.context_length")),
                mended(Fault.GENAI_VALUE, "top_k above the vocabulary",
                        p -> p.set(GENAI, "search.top_k", 50)),
                mended(Fault.GENAI_VALUE, "no length", p -> p.remove(GENAI, "search.max_length")),
                told(Fault.GENAI_VALUE, "a token outside the vocabulary",
                        p -> p.set(GENAI, "model.pad_token_id", 10)),
                mended(Fault.PROMPT_TEMPLATES_BLOCK, "as genai 0.8 wrote it",
                        p -> p.set(GENAI, "model.prompt_templates", Map.of("user", "{Content}"))),
                told(Fault.UNKNOWN_GENAI_KEY, "in model", p -> p.set(GENAI, "model.quantization", "int4")),
                told(Fault.UNKNOWN_GENAI_KEY, "in search", p -> p.set(GENAI, "search.min_p", 0.1)),
                told(Fault.UNKNOWN_GENAI_KEY, "an object on top", p -> p.set(GENAI, "extra", Map.of())),
                told(Fault.UNKNOWN_MODEL_TYPE, "of tomorrow", p -> p.set(GENAI, "model.type", "qwen9")),
                mended(Fault.GRAPH_MISSING, "another name",
                        p -> p.set(GENAI, "model.decoder.filename", "decoder.onnx")),
                told(Fault.GRAPH_MISSING, "a part alone that is no decoder", p -> {
                    Files.delete(p.file("model.onnx"));
                    p.put("vision.onnx", "rubbish");
                }),
                told(Fault.GRAPH_MISSING, "another part",
                        p -> p.set(GENAI, "model.embedding.filename", "e.onnx")),
                told(Fault.GRAPH_MISSING, "no graph", p -> Files.delete(p.file("model.onnx"))),
                told(Fault.GRAPH_MISSING, "a name no file has", p -> {
                    p.set(GENAI, "model.decoder.filename", "x".repeat(5000));
                    Files.delete(p.file("model.onnx"));
                }),
                told(Fault.GRAPH_DAMAGED, "rubbish", p -> p.put("model.onnx", "<html>not found</html>")),
                told(Fault.GRAPH_DAMAGED, "a pointer of Git LFS",
                        p -> p.put("model.onnx",
                                "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a")),
                told(Fault.WEIGHTS_MISSING, "no data file", p -> Files.delete(p.file("model.onnx.data"))),
                told(Fault.WEIGHTS_MISSING, "half a data file",
                        p -> Files.write(p.file("model.onnx.data"), new byte[Patient.WEIGHTS / 2])),
                mended(Fault.SIZES_CONTRADICT_GRAPH, "layers",
                        p -> p.set(GENAI, "model.decoder.num_hidden_layers", 2)),
                mended(Fault.SIZES_CONTRADICT_GRAPH, "heads",
                        p -> p.set(GENAI, "model.decoder.num_key_value_heads", 2)),
                mended(Fault.SIZES_CONTRADICT_GRAPH, "size of heads",
                        p -> p.set(GENAI, "model.decoder.head_size", 16)),
                mended(Fault.SIZES_CONTRADICT_GRAPH, "vocabulary", p -> p.set(GENAI, "model.vocab_size", 12)),
                mended(Fault.NAMES_CONTRADICT_GRAPH, "position_ids that are not there",
                        p -> p.set(GENAI, "model.decoder.inputs.position_ids", "position_ids")),
                told(Fault.NAMES_CONTRADICT_GRAPH, "input_ids",
                        p -> p.set(GENAI, "model.decoder.inputs.input_ids", "tokens")),
                told(Fault.NAMES_CONTRADICT_GRAPH, "logits",
                        p -> p.set(GENAI, "model.decoder.outputs.logits", "scores")),
                told(Fault.TOKENIZER_MISSING, "tokenizer.json", p -> Files.delete(p.file(TOKENIZER))),
                told(Fault.OTHER_PROVIDER, "a GPU",
                        p -> p.set(GENAI, "model.decoder.session_options.provider_options",
                                List.of(Map.of("cpu", Map.of()), Map.of("DML", Map.of())))),
                told(Fault.TOKENIZER_DAMAGED, "empty", p -> p.put(TOKENIZER, "{}")),
                told(Fault.TOKENIZER_DAMAGED, "cut off",
                        p -> p.put(TOKENIZER, Files.readString(p.file(TOKENIZER)).substring(0, 100))),
                mended(Fault.TOKENIZER_CLASS, "of transformers 5",
                        p -> p.set(TOKENIZER_CONFIG, "tokenizer_class", "TokenizersBackend")),
                told(Fault.TOKENIZER_CLASS, "and pieces", p -> {
                    p.set(TOKENIZER_CONFIG, "tokenizer_class", "MyTokenizer");
                    p.set(TOKENIZER, "model", Map.of("type", "Unigram", "vocab", List.of(List.of("a", 0.0))));
                }),
                told(Fault.VOCABULARY_LARGER, "a token that was added",
                        p -> p.set(TOKENIZER, "model.vocab", Map.of("a", 0, "b", 1, "c", 10))),
                told(Fault.OTHER_VERSION, "older", p -> p.put("ingot.json", "{\"format_version\": 0}")),
                told(Fault.OTHER_VERSION, "newer", p -> p.put("ingot.json", "{\"format_version\": 9}")));
    }
}
