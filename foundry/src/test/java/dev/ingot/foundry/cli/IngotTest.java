package dev.ingot.foundry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.foundry.TestModels;
import dev.ingot.foundry.cli.Cli.Outcome;
import dev.ingot.json.JsonFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IngotTest {

    private static final Path QWEN = Path.of(System.getProperty("ingot.fixtures"), "qwen2");

    @TempDir
    private Path work;

    private Outcome runWith(final Map<String, String> variables, final String input, final String... args) {
        return new Cli(work.resolve("home")).runWith(variables, input, args);
    }

    private Outcome run(final String... args) {
        return runWith(Map.of(), "", args);
    }

    /** Arguments separated by blanks; CACHE and MODEL stand for directories. */
    private Outcome line(final String line) {
        return run(line.replace("CACHE", work.resolve("cache").toString())
                .replace("MODEL", work.resolve("model").toString()).split(" "));
    }

    @Test
    void helpAndVersionSucceed() {
        assertThat(run("--help")).satisfies(help -> {
            assertThat(help.code()).isZero();
            assertThat(help.out()).contains("convert", "auto-opt", "optimize", "capture-onnx-graph",
                    "quantize", "run",
                    "cache", "model", "generate");
        });
        assertThat(run("--version").out()).startsWith("ingot ").contains("Java");
        assertThat(run("cache", "register", "--help").out()).contains("--prompt-template", "--replace");
        assertThat(run("convert", "--help").out()).contains("--block-size", "--asymmetric", "--adapter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "cache", "cache nonsense", "convert", "convert --model MODEL",
            "convert --model MODEL/none --output CACHE/o",
            "convert --model MODEL --output CACHE/o --precision bf16",
            "convert --model MODEL --output CACHE/o --precision fp16 --block-size 32",
            "convert --model MODEL --output CACHE/o --precision int5",
            "convert --model MODEL --output CACHE/o --symmetric --asymmetric",
            "convert --model MODEL --output CACHE/o --precision fp32 --block-size 32",
            "convert --model MODEL --output CACHE/o --block-size 33",
            "convert --model MODEL --output CACHE/o --block-size many",
            "convert --model MODEL --output CACHE/o --algorithm magic",
            "convert --model MODEL --output CACHE/o --name a:b --register --cache CACHE",
            "auto-opt --model_name_or_path MODEL --output_path CACHE/o --device gpu",
            "auto-opt --model_name_or_path MODEL --output_path CACHE/o --provider CUDAExecutionProvider",
            "auto-opt --model_name_or_path MODEL --output_path CACHE/o --log_level 9",
            "cache register MODEL --cache CACHE", "cache register MODEL/none --name m --cache CACHE",
            "cache register MODEL --name -x --cache CACHE",
            "cache register MODEL --name m --prompt-template none --cache CACHE",
            "cache register MODEL --name m --top-p 2 --cache CACHE", "cache remove m --cache CACHE",
            "cache remove --cache CACHE", "model run m --cache CACHE",
            "convert --model MODEL --output CACHE/o --cache CACHE",
            "convert --model MODEL --output CACHE/o --name m",
            "model run ./none --cache CACHE",
            "generate --model m --cache CACHE", "generate --model m --prompt a --chat b --cache CACHE",
            "generate --model m --tokens 1,x --cache CACHE", "generate --model m --prompt a --cache CACHE",
            "generate --model MODEL --prompt a --greedy --top-k 5",
            "generate --model MODEL --prompt a --threads 0",
            "generate --model MODEL --prompt a --max-new-tokens 0", "cache ls --cache MODEL/model.onnx"})
    void badInputEndsWithTwoAndOneLine(final String line) throws IOException {
        TestModels.write(work.resolve("model"));
        final var outcome = line.isEmpty() ? run() : line(line);
        assertThat(outcome.code()).as(outcome.toString()).isEqualTo(2);
        assertThat(outcome.errors()).as(outcome.toString()).hasSize(1)
                .allSatisfy(text -> assertThat(text).startsWith("ingot: ").doesNotContain("Exception"));
    }

    @Test
    void anEmptyQuestionIsRefusedBeforeTheModelIsLoaded() throws IOException {
        final var model = TestModels.write(work.resolve("model")).directory().toString();
        assertThat(run("model", "run", model, "--prompt", " ").errors()).singleElement().asString()
                .contains("--prompt");
    }

    @Test
    void whatIsInTheWayIsRefusedWithTheOptionThatHelps() throws IOException {
        TestModels.write(work.resolve("model"));
        line("cache register MODEL --name m --cache CACHE");
        assertThat(line("cache register MODEL --name m --cache CACHE").err()).contains("--replace");
        assertThat(run("convert", "--model", QWEN.toString(), "--output", work.resolve("model").toString())
                .err()).contains("(--overwrite)");
    }

    @Test
    void settingsThatNameNoDirectoryAreOneLine() throws IOException {
        TestModels.put(work, "home/.ingot/settings.json", "{\"cache\": \"a\\u0000b\"}");
        assertThat(run("cache", "ls")).satisfies(outcome -> {
            assertThat(outcome.code()).isEqualTo(2);
            assertThat(outcome.errors()).singleElement().asString().contains("settings.json");
        });
    }

    @Test
    void aTemplateThatContradictsTheModelIsToldOfAtOnce() throws IOException {
        TestModels.write(work.resolve("model"));
        assertThat(line("cache register MODEL --name m --prompt-template llama3 --cache CACHE")).satisfies(
                registered -> {
                    assertThat(registered.code()).isZero();
                    assertThat(registered.errors()).singleElement().asString().contains("INGOT-D313");
                });
        assertThat(line("cache ls --cache CACHE").out()).contains("m:0");
        assertThat(line("doctor m --cache CACHE").out()).contains("INGOT-D313");
    }

    @Test
    void verboseShowsWhereItFailed() {
        assertThat(line("cache remove m --verbose --cache CACHE").err()).contains("RegistryException",
                "\tat ");
        assertThat(runWith(Map.of("INGOT_DEBUG", "1"), "", "cache", "remove", "m").err()).contains("\tat ");
    }

    @Test
    void modelsAreRegisteredListedAndRemoved() throws IOException {
        TestModels.write(work.resolve("model"));
        assertThat(line("cache ls --cache CACHE")).satisfies(empty -> {
            assertThat(empty.code()).isZero();
            assertThat(empty.out().lines()).singleElement().asString().startsWith("No models are cached");
        });
        assertThat(line(
                "cache register MODEL --name lights --description mine --version 1.0 --prompt-template llama3"
                        + " --max-length 100 --temperature 0.7 --top-p 0.9 --repetition-penalty 1.1 --cache CACHE")
                .code())
                .isZero();
        assertThat(line("cache register MODEL --name lights --cache CACHE").code()).isEqualTo(2);
        assertThat(line("cache register MODEL --name lights:2 --placement copy --cache CACHE").code())
                .isZero();
        assertThat(line("cache ls --cache CACHE").out().lines().map(text -> text.split(" +")))
                .containsExactly(new String[]{"Alias", "Model", "ID"}, new String[]{"lights", "lights:0"},
                        new String[]{"lights", "lights:2"});
        final var json = JsonFiles.read(work.resolve("cache/custom/lights/inference_model.json"));
        assertThat(json.asMap()).containsEntry("Name", "lights").containsEntry("Description", "mine")
                .containsEntry("Version", "1.0").containsEntry("ModelConfig",
                        Map.of("max_length", 100, "temperature", 0.7, "top_p", 0.9, "repetition_penalty",
                                1.1));
        assertThat(json.object("PromptTemplate").flatMap(template -> template.string("prompt")).orElse(""))
                .contains("<|start_header_id|>");
        assertThat(line("cache register MODEL --name lights --replace --cache CACHE").code()).isZero();
        assertThat(line("cache remove lights:2 --cache CACHE").code()).isZero();
        assertThat(line("cache remove lights --cache CACHE").code()).isZero();
        assertThat(line("cache ls --cache CACHE").out()).startsWith("No models");
    }

    @Test
    void aTemplateFileIsTaken() throws IOException {
        TestModels.write(work.resolve("model"));
        TestModels.put(work, "t.json", "{\"system\": \"S{Content}\", \"user\": \"U{Content}\","
                + " \"assistant\": \"A{Content}\", \"prompt\": \"P{Content}\"}");
        assertThat(line(
                "cache register MODEL --name m --cache CACHE --prompt-template " + work.resolve("t.json"))
                .code())
                .isZero();
        assertThat(work.resolve("cache/custom/m/inference_model.json")).content().contains("U{Content}");
    }

    @Test
    void whatIsNotListedIsExplained() throws IOException {
        TestModels.write(work.resolve("cache/custom/m"));
        final var listed = line("cache ls --cache CACHE");
        assertThat(listed.code()).isZero();
        assertThat(listed.errors()).singleElement().asString().contains("inference_model.json is missing");
    }

    @Test
    void cdIsRememberedInIngotsOwnSettings() {
        final Path chosen = work.resolve("chosen");
        assertThat(run("cache", "location").out().strip())
                .isEqualTo(work.resolve("home/.foundry/cache/models").toString());
        assertThat(run("cache", "cd", chosen.toString()).code()).isZero();
        assertThat(run("cache", "location").out().strip()).isEqualTo(chosen.toString());
        assertThat(runWith(Map.of("INGOT_CACHE", work.resolve("v").toString()), "", "cache", "location").out()
                .strip())
                .isEqualTo(work.resolve("v").toString());
        assertThat(line("cache location --cache CACHE").out().strip())
                .isEqualTo(work.resolve("cache").toString());
        assertThat(work.resolve("home/.ingot/settings.json")).exists();
        assertThat(work.resolve("home/.foundry")).doesNotExist();
    }

    @Test
    void aModelIsConvertedRegisteredAndGeneratesTheReferencesTokens() {
        final Path golden = QWEN.resolve("golden.json");
        final var prompts = (List<?>) Objects.requireNonNull(JsonFiles.read(golden).raw("prompts"));
        final var prompt = (Map<?, ?>) Objects.requireNonNull(prompts.getFirst());
        final var ids = (List<?>) Objects.requireNonNull(prompt.get("input_ids"));
        final var greedy = (List<?>) Objects.requireNonNull(prompt.get("greedy"));

        final var converted = run("convert", "--model", QWEN.toString(), "--output",
                work.resolve("onnx").toString(),
                "--precision", "fp32", "--name", "tiny", "--register", "--cache",
                work.resolve("cache").toString());
        assertThat(converted.code()).as(converted.err()).isZero();
        assertThat(converted.out()).contains("Wrote ", "Registered tiny at ");

        final var generated = run("generate", "--model", "tiny", "--cache", work.resolve("cache").toString(),
                "--tokens", ids.toString().replaceAll("[\\[\\] ]", ""), "--max-new-tokens", "24", "--greedy",
                "--json",
                "--threads", "1");
        assertThat(generated.code()).as(generated.err()).isZero();
        final var json = JsonFiles.parse(Path.of("output"), generated.out().getBytes(StandardCharsets.UTF_8));
        assertThat(json.keys()).containsExactly("prompt_tokens", "tokens", "text", "finish_reason", "load_ms",
                "prefill_ms", "decode_ms", "tokens_per_second", "peak_rss_bytes");
        assertThat(json.raw("prompt_tokens")).isEqualTo(ids);
        assertThat(json.raw("tokens")).isEqualTo(greedy);
        assertThat(json.raw("finish_reason")).isEqualTo("length");

        final var again = run("convert", "--model", QWEN.toString(), "--output",
                work.resolve("other").toString(),
                "--name", "tiny", "--register", "--cache", work.resolve("cache").toString());
        assertThat(again.code()).isEqualTo(2);
        assertThat(work.resolve("other")).doesNotExist();

        // Random weights never end an answer by themselves.
        final var limited = run("cache", "register", work.resolve("cache/custom/tiny").toString(), "--name",
                "tiny",
                "--max-length", "80", "--replace", "--cache", work.resolve("cache").toString());
        assertThat(limited.code()).as(limited.err()).isZero();
        final var chat = runWith(Map.of(), "hello\n\n/exit\nnever\n", "model", "run", "tiny", "--cache",
                work.resolve("cache").toString());
        assertThat(chat.code()).as(chat.err()).isZero();
        assertThat(chat.out()).isNotBlank();
    }

    @Test
    void theFlagsOfThePythonToolsConvert() throws IOException {
        final var outcome = run("auto-opt", "--model_name_or_path", QWEN.toString(), "--device", "cpu",
                "--provider",
                "CPUExecutionProvider", "--use_model_builder", "--precision", "int4", "--output_path",
                work.resolve("o").toString(), "--log_level", "1");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(Files.exists(work.resolve("o/model.onnx"))).isTrue();
        assertThat(outcome.errors()).anySatisfy(text -> assertThat(text).contains("100 %"));
    }
}
