package dev.ingot.foundry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.foundry.cli.Cli.Outcome;
import dev.ingot.json.JsonFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands that Olive has as well, a plan before the work, and what newcomers are told. */
class OliveCommandsTest {

    private static final Path FIXTURES = Path.of(System.getProperty("ingot.fixtures"));

    @TempDir
    private Path work;

    /** Arguments separated by blanks; QWEN, OUT, CACHE and RUN stand for paths. */
    private Outcome line(final String line) {
        return new Cli(work.resolve("home")).run(line.replace("QWEN", FIXTURES.resolve("qwen2").toString())
                .replace("OUT", work.resolve("out").toString())
                .replace("CACHE", work.resolve("cache").toString())
                .replace("RUN", work.resolve("run.json").toString()).split(" "));
    }

    private Object fact(final String key) {
        return String.valueOf(JsonFiles.read(work.resolve("out/ingot.json")).raw(key));
    }

    private void runFile(final String pass) throws IOException {
        Files.writeString(work.resolve("run.json"), """
                {"input_model": {"type": "HfModel", "model_path": "%s"},
                 "passes": {"builder": {"type": "ModelBuilder", "config": %s}}, "output_dir": "%s"}
                """.formatted(text(FIXTURES.resolve("qwen2")), pass, text(work.resolve("out"))));
    }

    private static String text(final Path path) {
        return path.toString().replace("\\", "\\\\");
    }

    @Test
    void aRunFileIsCarriedOutAndTheModelRegistered() throws IOException {
        runFile("{\"precision\": \"int4\", \"quantization_config\": {\"block_size\": 64, \"is_symmetric\": true}}");
        final var outcome = line("run --config RUN --register --name mine --cache CACHE");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("Wrote ", "Registered mine at ");
        assertThat(outcome.err()).contains("quantization_config: block_size, is_symmetric honoured");
        assertThat(fact("block_size")).isEqualTo("64");
        assertThat(fact("symmetric")).isEqualTo("true");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "optimize -m QWEN -o OUT --precision int4 --block_size 64 --provider CPUExecutionProvider | block_size | 64",
            "optimize -m QWEN -o OUT --extra_mb_options int4_is_symmetric=true,int4_block_size=128 | symmetric | true",
            "optimize -m QWEN -o OUT --precision int8 --exporter model_builder --modality text | precision | int8",
            "capture-onnx-graph -m QWEN -o OUT --use_model_builder --use_ort_genai | precision | fp32",
            "capture-onnx-graph -m QWEN -o OUT --precision int4 --int4_block_size 16 | block_size | 16",
            "capture-onnx-graph -m QWEN -o OUT --precision int4 --int4_accuracy_level 1 | accuracy_level | 1",
            "auto-opt -m QWEN -o OUT --trust_remote_code --use_model_builder --use_ort_genai | precision | int4"})
    void theFlagsOfOliveAreTaken(final String line, final String key, final String value) {
        final var outcome = line(line);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(fact(key)).isEqualTo(value);
    }

    @Test
    void aCalibratedPassReadsItsText() throws IOException {
        final Path eval = Path.of(System.getProperty("ingot.models"), "eval", "calibration.txt");
        Files.writeString(work.resolve("run.json"),
                """
                        {"input_model": {"type": "HfModel", "model_path": "%s"}, "output_dir": "%s",
                         "data_configs": [{"name": "mine", "type": "HuggingfaceContainer",
                           "load_dataset_config": {"data_name": "text", "data_files": "%s"}}],
                         "passes": {"gptq": {"type": "Gptq", "group_size": 32, "data_config": "mine"},
                           "builder": {"type": "ModelBuilder", "precision": "int4"}}}
                        """
                        .formatted(text(FIXTURES.resolve("qwen2")), text(work.resolve("out")), text(eval)));
        final var outcome = line("run --config RUN");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(fact("algorithm")).isEqualTo("gptq");
        assertThat(fact("calibration").toString()).startsWith("text ");
    }

    @Test
    void remoteCodeIsNotRunAndThatIsSaid() {
        assertThat(line("auto-opt -m QWEN -o OUT --trust_remote_code --dry-run").err())
                .contains("no code that comes with the model is run");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "optimize -m QWEN -o OUT --act_precision int8 | activations stay floats",
            "optimize -m QWEN -o OUT --num_split 2 | not split",
            "optimize -m QWEN -o OUT --use_qdq_format | MatMulNBits",
            "optimize -m QWEN -o OUT --exporter dynamo_exporter | model_builder",
            "optimize -m QWEN -o OUT --device npu | cpu",
            "optimize -m QWEN -o OUT --block_size 48 | 16, 32, 64",
            "optimize -m QWEN -o OUT --precision fp32 --block_size 32 | int4, int8 and int2",
            "optimize -m QWEN -o OUT --extra_mb_options int4_block=1 | int4_block_size",
            "optimize -m QWEN -o OUT --extra_mb_options nonsense | KEY=VALUE",
            "capture-onnx-graph -m QWEN -o OUT --use_dynamo_exporter | built, not traced",
            "capture-onnx-graph -m QWEN -o OUT --int4_block_size 32 | precision int4",
            "auto-opt -m QWEN -o OUT --use_qdq_encoding | MatMulNBits",
            "run | ingot run --config FILE", "run qwen2.5 | ingot model run qwen2.5",
            "run --config RUN.none | RUN",
            "convert --model Qwen/Qwen2.5-0.5B --output OUT | hf download Qwen/Qwen2.5-0.5B",
            "auto-opt -m Qwen/Qwen2.5-0.5B -o OUT | --local-dir Qwen2.5-0.5B",
            "capture-onnx-graph -m QWEN -o OUT --precision int8 --int4_block_size 64 | go with precision int4, found int8",
            "capture-onnx-graph -m QWEN -o OUT --int4_accuracy_level 4 | go with precision int4, found fp32",
            "run --config RUN | Cannot read RUN: no such file or directory",
            "model run QWEN | ingot convert --model QWEN",
            "generate --model QWEN --prompt hi | convert it first",
            "cache register QWEN --name q --cache CACHE | convert it first"})
    void whatIsNotDoneIsSaidInOneLine(final String line, final String says) {
        final var outcome = line(line);
        assertThat(outcome.code()).as(outcome.toString()).isEqualTo(2);
        assertThat(outcome.errors()).as(outcome.toString()).singleElement().asString().startsWith("ingot: ")
                .contains(says.replace("QWEN", FIXTURES.resolve("qwen2").toString())
                        .replace("RUN", work.resolve("run.json").toString()));
        assertThat(work.resolve("out")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"convert --model QWEN --output OUT --precision int8",
            "auto-opt -m QWEN -o OUT", "optimize -m QWEN -o OUT", "capture-onnx-graph -m QWEN -o OUT",
            "run --config RUN"})
    void aPlanIsPrintedAndNothingIsWritten(final String line) throws IOException {
        runFile("{\"precision\": \"int4\"}");
        final var plan = line(line + " --dry-run");
        assertThat(plan.code()).as(plan.err()).isZero();
        assertThat(plan.out()).contains("Qwen2ForCausalLM", "attention", "mlp", "norms", "embedding",
                "disk needed",
                "memory to convert", "memory to run it", "time to convert", "Nothing was written.");
        try (Stream<Path> left = Files.list(work)) {
            assertThat(left).containsExactly(work.resolve("run.json"));
        }
    }

    @Test
    void aPlanSaysThatTheOutputIsInTheWay() throws IOException {
        Files.createDirectories(work.resolve("out/mine"));
        final var plan = line("convert --model QWEN --output OUT --dry-run");
        assertThat(plan.code()).as(plan.err()).isZero();
        assertThat(plan.err()).contains("would be refused (--overwrite)");
        assertThat(plan.out()).contains("all files").containsPattern("\\d+,\\d{3} +\\d+,\\d{3}")
                .containsPattern("disk needed: [0-9.]+ MB, the files and [0-9.]+ MB to spare")
                .containsPattern(
                        "time to convert, about: .* \\(\\d+ million weights and \\d+ MB written a second");
        assertThat(line("convert --model QWEN --output OUT --overwrite --dry-run").err())
                .doesNotContain("refused");
    }

    @Test
    void aConvertedModelIsNoSourceAndDamagedDataAreNamed() throws IOException {
        assertThat(line("convert --model QWEN --output OUT").code()).isZero();
        final var again = line("convert --model OUT --output CACHE");
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("ingot quantize", "ingot cache register");
        final Path data = work.resolve("out/model.onnx.data");
        final byte[] bytes = Files.readAllBytes(data);
        Files.write(data, Arrays.copyOf(bytes, bytes.length / 2));
        final var generated = line("generate --model OUT --prompt hi");
        assertThat(generated.code()).isEqualTo(2);
        assertThat(generated.err()).contains(data.toString(), "expected ",
                "found a file of " + bytes.length / 2 + " bytes");
    }
}
