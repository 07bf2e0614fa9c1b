package dev.ingot.foundry.doctor;

import static dev.ingot.foundry.doctor.Patient.GENAI;
import static dev.ingot.foundry.doctor.Patient.INFERENCE;
import static dev.ingot.foundry.doctor.Patient.TOKENIZER;
import static dev.ingot.foundry.doctor.Patient.TOKENIZER_CONFIG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.chat.ChatTemplate;
import dev.ingot.chat.PromptTemplate;
import dev.ingot.chat.PromptTemplates;
import dev.ingot.foundry.FoundryCache;
import dev.ingot.foundry.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each fault made alone: exactly it is found, and what can be mended is gone afterwards. */
class FaultsTest {

    private static final Path FIXTURES = Path.of(System.getProperty("ingot.fixtures"));
    private static final String TEMPLATE = "PromptTemplate";

    @TempDir
    private Path root;

    /** Spoils a model. */
    interface Spoiling {

        void spoil(Patient patient) throws IOException;
    }

    record Case(String name, Fault fault, boolean mended, Spoiling spoiling) {

        @Override
        public String toString() {
            return fault.code() + " " + name;
        }
    }

    private static Case mended(final Fault fault, final String name, final Spoiling spoiling) {
        return new Case(name, fault, true, spoiling);
    }

    private static Case told(final Fault fault, final String name, final Spoiling spoiling) {
        return new Case(name, fault, false, spoiling);
    }

    static Stream<Case> listing() {
        return Stream.of(
                told(Fault.FILES_IN_ROOT, "a graph in the root",
                        p -> Files.createFile(p.root().resolve("model.onnx"))),
                mended(Fault.NO_GENAI_CONFIG, "with a config.json", p -> Files.delete(p.file(GENAI))),
                told(Fault.NO_GENAI_CONFIG, "without", p -> {
                    Files.delete(p.file(GENAI));
                    Files.delete(p.file("config.json"));
                }),
                told(Fault.NOT_REGISTERED, "no inference_model.json", p -> Files.delete(p.file(INFERENCE))),
                mended(Fault.FILE_NAME_CASE, "Inference_Model.json",
                        p -> Files.move(p.file(INFERENCE), p.file("Inference_Model.json"))),
                mended(Fault.FILE_NAME_CASE, "GenAI_config.json",
                        p -> Files.move(p.file(GENAI), p.file("GenAI_config.json"))),
                told(Fault.UNFINISHED, "somebody's mark", p -> p.put("download.tmp", "")),
                mended(Fault.UNFINISHED, "the mark of a dead ingot",
                        p -> p.put("download.tmp", "ingot 999999999-1")),
                told(Fault.BAD_INFERENCE_MODEL, "not JSON", p -> p.put(INFERENCE, "{\"Name\": \"m\",\n}")),
                mended(Fault.NAME_KEY_CASE, "name", p -> p.edit(INFERENCE, e -> e.rename("Name", "name"))),
                mended(Fault.NO_NAME, "none", p -> p.remove(INFERENCE, "Name")),
                mended(Fault.NO_NAME, "empty", p -> p.set(INFERENCE, "Name", "")),
                mended(Fault.NO_NAME, "a number", p -> p.set(INFERENCE, "Name", 5)),
                told(Fault.DUPLICATE_NAME, "two of one name",
                        p -> Patient.at(p.root(), p.root().resolve("b"))),
                told(Fault.NESTED_MODEL, "inside another", p -> {
                    TestModels.put(p.directory(), "inner/" + GENAI, "{}");
                    TestModels.put(p.directory(), "inner/" + INFERENCE, "{\"Name\": \"n\"}");
                }),
                told(Fault.LINK_TO_NOTHING, "in a model",
                        p -> Files.createSymbolicLink(p.file("weights"), Path.of("../../blobs/0a1b"))),
                told(Fault.LINK_TO_NOTHING, "in the root",
                        p -> Files.createSymbolicLink(p.root().resolve("gone"), Path.of("nowhere"))),
                told(Fault.LINK_CIRCLE, "upwards", p -> {
                    Files.createDirectories(p.root().resolve("z"));
                    Files.createSymbolicLink(p.root().resolve("z").resolve("up"), p.root());
                }),
                told(Fault.NAME_GRAMMAR, "a blank", p -> p.set(INFERENCE, "Name", "my model")),
                told(Fault.NAME_GRAMMAR, "no version", p -> p.set(INFERENCE, "Name", "m:latest")),
                told(Fault.NAME_DEVICE, "a GPU", p -> p.set(INFERENCE, "Name", "phi-cuda-gpu")),
                mended(Fault.COMPONENT_MANIFEST, "empty",
                        p -> p.set(INFERENCE, "ComponentManifest", Map.of())),
                told(Fault.COMPONENT_MANIFEST, "filled",
                        p -> p.set(INFERENCE, "ComponentManifest", Map.of("a", 1))),
                told(Fault.NAME_CASE_CLASH, "m and M", p -> Patient.at(p.root(), p.root().resolve("b"))
                        .set(INFERENCE, "Name", "M")),
                told(Fault.LONG_PATH, "300 characters", p -> Patient.at(p.root(),
                        p.root().resolve("d".repeat(150)).resolve("e".repeat(150)))
                        .set(INFERENCE, "Name", "n")),
                told(Fault.UNSAFE_SEGMENT, "a device of Windows",
                        p -> Patient.at(p.root(), p.root().resolve("aux")).set(INFERENCE, "Name", "n")),
                told(Fault.INDEX_ENTRY, "a directory that is gone", p -> Files.writeString(
                        p.root().resolve("foundry.local.modelinfo.json"),
                        "{\"version\": 3, \"models\": [{\"model_info\": {\"id\": \"x:1\"},"
                                + " \"model_path\": \"/gone\"}]}")),
                told(Fault.UNREADABLE, "not UTF-8", p -> {
                    p.remove(TOKENIZER_CONFIG, "chat_template");
                    Files.write(p.file("chat_template.jinja"), new byte[]{(byte) 0xC3, 0x28});
                }));
    }

    static Stream<Case> loading() {
        return Stream.of(told(Fault.BAD_JSON, "tokenizer_config.json", p -> p.put(TOKENIZER_CONFIG, "{")),
                told(Fault.BAD_JSON, "genai_config.json", p -> p.put(GENAI, "{\n\"model\": {\n,}")),
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

    static Stream<Case> answers() {
        return Stream.of(
                mended(Fault.LENGTH_ABOVE_CONTEXT, "65 of 64", p -> p.set(GENAI, "search.max_length", 65)),
                told(Fault.LENGTH_ALLOCATES, "all of a long context", p -> {
                    p.set(GENAI, "model.context_length", 20_000_000);
                    p.set(GENAI, "search.max_length", 20_000_000);
                    p.set(GENAI, "search.past_present_share_buffer", true);
                }),
                mended(Fault.END_TOKENS_DISAGREE, "one of two",
                        p -> p.set(GENAI, "model.eos_token_id", 4)),
                mended(Fault.TURN_END_IS_NO_END, "as base models have it",
                        p -> p.set(GENAI, "model.eos_token_id", 2)),
                told(Fault.TURN_END_UNKNOWN, "no such token",
                        p -> p.put(TOKENIZER,
                                Files.readString(p.file(TOKENIZER)).replace("im_end", "imend"))),
                told(Fault.TURN_WITHOUT_END, "a dialogue in plain words", p -> {
                    p.template("{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}"
                            + "{% if add_generation_prompt %}assistant:{% endif %}");
                    p.set(TOKENIZER_CONFIG, "eos_token", "<|endoftext|>");
                    p.remove(INFERENCE, TEMPLATE);
                }),
                mended(Fault.END_TOKEN_ORDINARY, "a token of texts",
                        p -> p.set(GENAI, "model.eos_token_id", List.of(4, 2, 0))),
                mended(Fault.END_TOKEN_ORDINARY, "an added token of texts", p -> {
                    p.put(TOKENIZER, Files.readString(p.file(TOKENIZER)).replace("\"id\": 3,",
                            "\"id\": 3, \"special\": false,"));
                    p.set(GENAI, "model.eos_token_id", List.of(4, 3, 2));
                }),
                mended(Fault.END_TOKEN_RANGE, "99 of 10",
                        p -> p.set(GENAI, "model.eos_token_id", List.of(4, 2, 99))),
                told(Fault.NO_TEMPLATE, "neither template nor strings", p -> {
                    p.remove(TOKENIZER_CONFIG, "chat_template");
                    p.remove(INFERENCE, TEMPLATE);
                }),
                told(Fault.TEMPLATE_TWICE, "two files", p -> p.put("chat_template.jinja", "{{ messages }}")),
                told(Fault.TEMPLATE_FAILS, "not to be parsed", p -> p.template("{% if %}")),
                told(Fault.TEMPLATE_FAILS, "at the first message", p -> {
                    p.template("{{ raise_exception('never') }}");
                    p.remove(INFERENCE, TEMPLATE);
                }),
                told(Fault.TEMPLATE_BEYOND_ENGINE, "a method",
                        p -> p.template(p.source() + "{{ 'a'.replace('a', '') }}")),
                mended(Fault.PROMPT_LACKS_STRINGS, "two of four", p -> {
                    p.remove(INFERENCE, TEMPLATE + ".system");
                    p.remove(INFERENCE, TEMPLATE + ".user");
                }),
                mended(Fault.PROMPT_WITHOUT_CONTENT, "no place",
                        p -> p.set(INFERENCE, TEMPLATE + ".user", "hi")),
                mended(Fault.PROMPT_TYPE, "a number", p -> p.set(INFERENCE, TEMPLATE, 5)),
                mended(Fault.PROMPT_TYPE, "a number inside", p -> p.set(INFERENCE, TEMPLATE + ".user", 5)),
                mended(Fault.PROMPT_CONTRADICTS, "Phi on Qwen",
                        p -> strings(p, PromptTemplates.preset("phi3"))),
                told(Fault.PROMPT_CONTRADICTS, "marks where there are none", p -> p.template(
                        "{% for m in messages %}{{ m.role }}: {{ m.content }}{{ eos_token }}\n{% endfor %}"
                                + "{% if add_generation_prompt %}assistant: {% endif %}")),
                mended(Fault.PROMPT_CONTRADICTS, "roles exchanged", p -> strings(p, exchanged())),
                mended(Fault.PROMPT_CONTRADICTS, "no opening of the answer", p -> p.set(INFERENCE,
                        TEMPLATE + ".prompt", "<|im_start|>user\n{Content}<|im_end|>\n")),
                told(Fault.PROMPT_CONTRADICTS, "Alpaca's words on ChatML", p -> strings(p, ALPACA)),
                told(Fault.PROMPT_CONTRADICTS, "strings of the tokenizer, a template of others",
                        p -> p.template(
                                "{% for m in messages %}<|{{ m.role }}|>\n{{ m.content }}{{ eos_token }}\n{% endfor %}"
                                        + "{% if add_generation_prompt %}<|assistant|>\n{% endif %}")),
                mended(Fault.PROMPT_WHITE_SPACE, "the tutorial's", p -> strings(p, TUTORIAL)),
                told(Fault.PROMPT_TOKENS_UNKNOWN, "without a template of the model's own", p -> {
                    p.remove(TOKENIZER_CONFIG, "chat_template");
                    strings(p, PromptTemplates.preset("phi3"));
                }),
                told(Fault.PROMPT_DIFFERS, "more words", p -> p.set(INFERENCE, TEMPLATE + ".system",
                        "<|im_start|>system\nYou are Bob. {Content}<|im_end|>\n")),
                mended(Fault.PROMPT_CONTRADICTS, "a role that was left plain",
                        p -> p.set(INFERENCE, TEMPLATE + ".system", "{Content}")),
                told(Fault.ROLE_WITHOUT_STRING, "no system messages", p -> {
                    p.template("{% if messages[0].role == 'system' %}{{ raise_exception('no') }}{% endif %}"
                            + p.source());
                    derived(p);
                }),
                told(Fault.STRINGS_SAY_LESS, "a system message of its own", p -> {
                    p.template("{% if messages[0].role != 'system' %}<|im_start|>system\nBe kind.<|im_end|>\n"
                            + "{% endif %}" + p.source());
                    derived(p);
                }),
                mended(Fault.DEFAULT_VALUE, "in quotes", p -> config(p, "temperature", "0.7")),
                mended(Fault.DEFAULT_VALUE, "out of range", p -> config(p, "top_p", 2)),
                mended(Fault.DEFAULT_VALUE, "not whole", p -> config(p, "max_length", 10.5)),
                mended(Fault.DEFAULT_VALUE, "no object", p -> p.set(INFERENCE, "ModelConfig", 7)),
                told(Fault.DEFAULT_UNKNOWN, "top_k", p -> config(p, "top_k", 5)),
                mended(Fault.DEFAULT_LENGTH, "above the context", p -> config(p, "max_length", 2048)));
    }

    static Stream<Case> checkpoints() {
        return Stream.of(told(Fault.NOT_CONVERTED, "whole", p -> copy(p.root().resolve("hf"))),
                told(Fault.CANNOT_CONVERT, "unknown architecture", p -> {
                    final Path hf = p.root().resolve("hf");
                    copy(hf);
                    Files.writeString(hf.resolve("config.json"), "{\"architectures\": [\"XForCausalLM\"]}");
                }),
                told(Fault.CANNOT_CONVERT, "an adapter alone", p -> {
                    TestModels.put(p.root(), "lora/adapter_config.json", "{}");
                    TestModels.put(p.root(), "lora/adapter_model.safetensors", "");
                }),
                told(Fault.CANNOT_CONVERT, "no tokenizer", p -> {
                    copy(p.root().resolve("hf"));
                    Files.delete(p.root().resolve("hf").resolve("tokenizer.json"));
                }));
    }

    private static final PromptTemplate TUTORIAL = new PromptTemplate(
            "<|im_start|>system\n{Content}<|im_end|>", "<|im_start|>user\n{Content}<|im_end|>",
            "<|im_start|>assistant\n{Content}<|im_end|>",
            "<|im_start|>user\n{Content}<|im_end|>\n<|im_start|>assistant");

    private static final PromptTemplate ALPACA = new PromptTemplate("{Content}\n\n",
            "### Instruction:\n{Content}\n\n", "### Response:\n{Content}\n\n",
            "### Instruction:\n{Content}\n\n### Response:\n");

    private static PromptTemplate exchanged() {
        final PromptTemplate right = PromptTemplates.preset("chatml");
        return new PromptTemplate(right.system(), right.assistant(), right.user(), right.prompt());
    }

    private static void strings(final Patient patient, final PromptTemplate strings) throws IOException {
        patient.set(INFERENCE, TEMPLATE, PromptStrings.values(strings));
    }

    private static void derived(final Patient patient) throws IOException {
        strings(patient, PromptTemplates.derive(ChatTemplate.load(patient.directory()).orElseThrow()));
    }

    private static void config(final Patient patient, final String key, final Object value)
            throws IOException {
        patient.set(INFERENCE, "ModelConfig." + key, value);
    }

    private static void copy(final Path target) throws IOException {
        Files.createDirectories(target);
        for (final String name : List.of("config.json", "generation_config.json", "model.safetensors",
                "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json")) {
            Files.copy(FIXTURES.resolve("qwen2").resolve(name), target.resolve(name));
        }
    }

    static Stream<Case> all() {
        return Stream.of(listing(), loading(), answers(), checkpoints()).flatMap(cases -> cases);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void aFaultIsFoundAloneAndMendedWhereItCanBe(final Case c) throws IOException {
        c.spoiling().spoil(Patient.in(root));
        final Doctor doctor = Doctor.of(FoundryCache.open(root));
        assertThat(doctor.examine().findings()).as(c.toString())
                .allSatisfy(finding -> assertThat(finding.fix()).isNotEmpty()).extracting(Finding::fault)
                .containsOnly(c.fault());
        assertThat(doctor.examine().findings())
                .allMatch(finding -> finding.repair().isPresent() == c.mended());
        final Treatment treatment = doctor.fix();
        assertThat(treatment.after().findings()).extracting(Finding::fault)
                .containsOnly(c.mended() ? new Fault[0] : new Fault[]{c.fault()});
        assertThat(treatment.done()).hasSize(c.mended() ? 1 : 0)
                .allMatch(line -> line.startsWith("mended: ") && line.contains(c.fault().code()));
    }

    @Test
    void everyFaultHasItsCase() {
        final var tested = all().map(Case::fault)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Fault.class)));
        tested.add(Fault.NO_SUCH_PATH); // DoctorTest
        assertThat(tested).containsExactlyElementsOf(EnumSet.allOf(Fault.class));
    }

    @Test
    void everyCodeIsUniqueAndExplained() throws IOException {
        final String explained = Files
                .readString(FIXTURES.resolve("../../../../docs/troubleshooting.md").normalize());
        assertThat(Stream.of(Fault.values()).map(Fault::code)).doesNotHaveDuplicates()
                .allSatisfy(code -> assertThat(explained).contains("| " + code + " |"));
    }
}
