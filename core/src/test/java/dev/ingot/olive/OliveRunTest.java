package dev.ingot.olive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.Blockwise;
import dev.ingot.Mixture;
import dev.ingot.OperatorChoice;
import dev.ingot.Pipeline;
import dev.ingot.Precision;
import dev.ingot.error.IngotException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.json.JsonFiles;
import dev.ingot.quantize.Algorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OliveRunTest {

    private static final Path QWEN = Path.of(System.getProperty("ingot.fixtures"), "qwen2");

    /** The run file of the SLMOps tutorial, with paths of this test. */
    private static final String TUTORIAL = """
            {
              "input_model": {"type": "HfModel", "model_path": "MODEL", "task": "text-generation"},
              "systems": {
                "local_system": {
                  "type": "LocalSystem",
                  "accelerators": [{"execution_providers": ["CPUExecutionProvider"]}]
                }
              },
              "passes": {
                "builder": {
                  "type": "ModelBuilder",
                  "config": {
                    "precision": "int4",
                    "quantization_config": {"block_size": 128, "is_symmetric": false}
                  }
                }
              },
              "host": "local_system",
              "target": "local_system",
              "cache_dir": "CACHE",
              "output_dir": "OUTPUT"
            }
            """;

    @TempDir
    private Path work;

    private Path file(final String text) throws IOException {
        return Files.writeString(work.resolve("run.json"), text.replace("MODEL", json(QWEN))
                .replace("CACHE", json(work.resolve("cache"))).replace("OUTPUT", json(work.resolve("out"))));
    }

    private static String json(final Path path) {
        return path.toString().replace("\\", "\\\\");
    }

    private OliveRun read(final String text) throws IOException {
        return OliveRun.read(file(text));
    }

    /** A run file with one pass. */
    private OliveRun pass(final String pass) throws IOException {
        return read("{'input_model': {'model_path': 'MODEL'}, 'passes': {'p': PASS}}".replace("PASS", pass)
                .replace('\'', '"'));
    }

    private Blockwise builder(final String options) throws IOException {
        return (Blockwise) pass("{'type': 'ModelBuilder', 'precision': 'int4'" + options + "}")
                .precision();
    }

    @Test
    void theTutorialsFileMakesTheModelThatItAsksFor() throws IOException {
        final var model = Pipeline.fromOlive(file(TUTORIAL)).toOnnx();
        assertThat(model.directory()).isEqualTo(work.resolve("out"));
        final var facts = JsonFiles.read(model.directory().resolve("ingot.json")).asMap();
        assertThat(facts).containsEntry("precision", "int4").containsEntry("block_size", 128)
                .containsEntry("symmetric", false);
        assertThat(work.resolve("cache/ingot")).isNotEmptyDirectory();
    }

    @Test
    void theLogSaysWhatOliveWouldHaveDropped() throws IOException {
        assertThat(read(TUTORIAL).notes()).anySatisfy(note -> assertThat(note)
                .contains("passes.builder.config.quantization_config", "block_size, is_symmetric honoured",
                        "Olive drops"))
                .anySatisfy(note -> assertThat(note).contains("input_model.task"));
    }

    @ParameterizedTest
    @CsvSource({"int4, 4", "int8, 8", "fp16, 16", "fp32, 32"})
    void bitsMayRepeatWhatThePrecisionSays(final String precision, final int bits) throws IOException {
        assertThat(pass("{'type': 'ModelBuilder', 'precision': '" + precision
                + "', 'quantization_config': {'bits': " + bits + "}}").precision().label())
                .isEqualTo(precision);
    }

    @Test
    void bothSpellingsOfAPassMeanTheSame() throws IOException {
        assertThat(pass("{'type': 'modelbuilder', 'config': {'precision': 'int4', 'int4_block_size': 64}}")
                .precision()).isEqualTo(builder(", 'int4_block_size': 64"))
                .isEqualTo(Precision.INT4.blockSize(64));
        assertThat(pass("[{'type': 'ModelBuilder', 'precision': 'int8'}]").precision())
                .isEqualTo(Precision.INT8);
    }

    @Test
    void theBuildersOptionsAreHonoured() throws IOException {
        assertThat(builder(", 'int4_is_symmetric': true")).isEqualTo(Precision.INT4.symmetric());
        assertThat(builder(", 'int4_algo_config': 'rtn_last'"))
                .isEqualTo(Precision.INT4.rtn().mixed(Mixture.LAST_LAYER));
        assertThat(builder(", 'int4_algo_config': 'k_quant', 'int4_is_symmetric': true"))
                .isEqualTo(Precision.INT4.kQuant());
        assertThat(builder(", 'int4_algo_config': 'k_quant_mixed'"))
                .isEqualTo(Precision.INT4.kQuant().mixed());
        assertThat(builder(", 'int4_algo_config': 'k_quant_last'"))
                .isEqualTo(builder(", 'int4_algo_config': 'k_quant_linear'"))
                .isEqualTo(Precision.INT4.kQuant().mixed(Mixture.LAST_LAYER));
        assertThat(builder(", 'int4_accuracy_level': 1, 'int4_op_types_to_quantize': ['MatMul'],"
                + " 'int4_nodes_to_exclude': ['/lm_head/MatMul']"))
                .isEqualTo(Precision.INT4.operators(OperatorChoice.DEFAULT.accuracyLevel(1).floatEmbedding()
                        .excluding(new TreeSet<>(List.of("/lm_head/MatMul")))));
        assertThat(builder(", 'extra_options': {'int4_is_symmetric': 'False', 'block_size': '64',"
                + " 'op_types_to_quantize': 'MatMul/Gather'}")).isEqualTo(Precision.INT4.blockSize(64));
        assertThat(pass("{'type': 'ModelBuilder', 'precision': 'fp32', 'search': {'max_length': 99},"
                + " 'adapter_path': 'a'}"))
                .satisfies(run -> {
                    assertThat(run.precision()).isEqualTo(Precision.FP32);
                    assertThat(run.maxLength()).hasValue(99);
                    assertThat(run.adapter()).contains(Path.of("a"));
                });
    }

    /** The Python builder stores zero points for k_quant, whatever is said. */
    @Test
    void symmetryThatAnAlgorithmDoesNotHaveIsNoted() throws IOException {
        for (final String options : List.of("'int4_algo_config': 'k_quant', 'int4_is_symmetric': true",
                "'int4_is_symmetric': true, 'extra_options': {'int4_algo_config': 'k_quant'}")) {
            final var run = pass("{'type': 'ModelBuilder', 'precision': 'int4', " + options + "}");
            assertThat(run.precision()).isEqualTo(Precision.INT4.kQuant());
            assertThat(run.notes()).anySatisfy(note -> assertThat(note)
                    .contains("passes.p.int4_is_symmetric", "without effect", "k_quant"));
        }
        assertThat(quantizedBy("{'type': 'OnnxKQuantQuantization', 'is_symmetric': true}"))
                .isEqualTo(Precision.INT4.kQuant());
        assertThat(builder(", 'int4_algo_config': 'k_quant', 'int4_is_symmetric': false"))
                .isEqualTo(Precision.INT4.kQuant());
        assertThatThrownBy(() -> builder(", 'int4_is_symmetric': 'maybe'"))
                .hasMessageContainingAll("int4_is_symmetric", "true or false", "maybe");
    }

    @Test
    void aFloatModelCanBeRoundedByALaterPass() throws IOException {
        final var run = read(
                """
                        {"input_model": {"type": "HfModel", "config": {"model_path": "MODEL", "adapter_path": "x",
                           "load_kwargs": {"trust_remote_code": true}}},
                         "passes": {"a": {"type": "MergeAdapterWeights"}, "b": {"type": "ModelBuilder", "precision": "fp32"},
                           "c": {"type": "OnnxBlockWiseRtnQuantization"},
                           "d": {"type": "GraphSurgeries", "surgeries": [{"surgeon": "TieWordEmbeddings"}]}},
                         "engine": {"output_dir": "o", "log_severity_level": 1, "clean_cache": true,
                           "search_strategy": false, "evaluate_input_model": false}}
                        """);
        assertThat(run.precision())
                .isEqualTo(Precision.INT4.blockSize(128).symmetric().algorithm(Algorithm.RTN));
        assertThat(run.adapter()).contains(Path.of("x"));
        assertThat(run.output()).contains(Path.of("o"));
        assertThat(run.logLevel()).hasValue(1);
        assertThat(run.cleanCache()).isTrue();
        assertThat(run.notes()).anySatisfy(note -> assertThat(note).contains("never runs code"));
    }

    @Test
    void laterPassesMayUseOtherAlgorithms() throws IOException {
        assertThat(quantizedBy("{'type': 'OnnxKQuantQuantization', 'bits': 8}"))
                .isEqualTo(Precision.INT8.kQuant());
        assertThat(quantizedBy("{'type': 'OnnxHqqQuantization'}"))
                .isEqualTo(Precision.INT4.blockSize(128).hqq());
    }

    private Precision quantizedBy(final String pass) throws IOException {
        return read("""
                {"input_model": {"type": "HfModel", "model_path": "MODEL"}, "output_dir": "o",
                 "passes": {"b": {"type": "ModelBuilder", "precision": "fp32"}, "c": PASS}}
                """.replace("PASS", pass.replace('\'', '"'))).precision();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "HfModel | PyTorchModel | input_model.type | HfModel",
            "\"task\" | \"tusk\" | input_model.tusk | model_path",
            "ModelBuilder | OnnxQuantization | passes.builder.type | OnnxBlockWiseRtnQuantization",
            "\"block_size\" | \"blocksize\" | quantization_config.blocksize | block_size",
            "128 | 100 | quantization_config.block_size | 16, 32, 64, 128 or 256",
            "\"int4\" | \"int3\" | passes.builder.config.precision | int8",
            "\"precision\" | \"percision\" | passes.builder.config.percision | precision",
            "\"cache_dir\" | \"cash_dir\" | cash_dir | output_dir",
            "\"host\": \"local_system\" | \"host\": \"there\" | host | local_system",
            "LocalSystem | AzureML | systems.local_system.type | LocalSystem",
            "CPUExecutionProvider | CUDAExecutionProvider | execution_providers | CPUExecutionProvider",
            "[{\"execution | [{\"device\": \"gpu\", \"execution | accelerators[0].device | cpu",
            "false} | false, \"bits\": 8} | quantization_config.bits | 4, as passes.builder.config.precision says",
            "false} | false, \"accuracy_level\": 7} | quantization_config.accuracy_level | 0 to 4",
            "\"precision\": | \"use_qdq\": true, \"precision\": | passes.builder.config.use_qdq | false",
            "\"precision\": | \"int4_block_size\": 64, \"precision\": | block_size | int4_block_size says",
            "\"host\" | \"search_strategy\": {\"sampler\": \"tpe\"}, \"host\" | search_strategy | false"})
    void whatIsNotSupportedIsNamedWithWhatIs(final String from, final String to, final String key,
            final String supported) {
        assertThat(TUTORIAL).contains(from);
        assertThatThrownBy(() -> read(TUTORIAL.replaceFirst(Pattern.quote(from),
                Matcher.quoteReplacement(to))))
                .isInstanceOf(IngotException.class)
                .hasMessageContainingAll("run.json", key, supported);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "'type': 'MergeAdapterWeights', 'adapter_path': 'a' | adapter_path | supported keys",
            "'type': 'MergeAdapterWeights', 'config': {'alpha': 2} | config.alpha | supported keys",
            "'type': 'ExtractAdapters', 'save_formats': 'numpy' | save_formats | supported keys"})
    void passesForAdaptersRefuseKeysThatNobodyReads(final String pass, final String key,
            final String expected) {
        final String passes = "{" + pass + "}, 'builder': {'type': 'ModelBuilder', 'precision': 'fp32'}";
        assertThatThrownBy(() -> pass(passes)).isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("run.json", key, expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {", 'adapter_path': 'a'", ", 'extra_options': {'adapter_path': 'a'}"})
    void adaptersAreNotTakenOutOfAModelThatTheyAreMergedInto(final String adapter) throws IOException {
        final String extraction = "{'type': 'ExtractAdapters', 'save_format': 'onnx_adapter'}";
        final String builder = "{'type': 'ModelBuilder', 'precision': 'fp32'%s}, 'extract': " + extraction;
        assertThatThrownBy(() -> pass(builder.formatted(adapter))).isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("run.json", "passes.extract.type", "adapter_path",
                        "ExtractAdapters");
        final var run = pass(builder.formatted(""));
        assertThat(run.adapter()).isEmpty();
        assertThat(run.notes()).anySatisfy(note -> assertThat(note).contains("passes.extract.save_format"));
    }

    @Test
    void anAdapterOfTheInputModelIsNotTakenOutEither() {
        assertThatThrownBy(() -> read(
                """
                        {"input_model": {"type": "HfModel", "model_path": "MODEL", "adapter_path": "x"},
                         "passes": {"a": {"type": "ModelBuilder", "precision": "fp32"}, "b": {"type": "ExtractAdapters"}}}
                        """))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("passes.b.type", "adapter_path");
    }

    @Test
    void aPathBesideTheConfigMustBeTheConfigs() {
        assertThatThrownBy(() -> read("""
                {"input_model": {"type": "HfModel", "model_path": "other", "config": {"model_path": "MODEL"}},
                 "passes": {"p": {"type": "ModelBuilder", "precision": "int4"}}}
                """)).isInstanceOf(ModelFormatException.class).hasMessageContaining("input_model.model_path")
                .hasMessageContaining("input_model.config.model_path").hasMessageContaining("other");
    }

    @Test
    void anOnnxModelIsQuantizedByItsPass() throws IOException {
        final Path floats = Pipeline.from(QWEN).toOnnx(work.resolve("floats")).directory();
        final var run = "{'input_model': {'type': 'ONNXModel', 'model_path': 'FLOATS'}, 'output_dir': 'OUTPUT',"
                + " 'passes': {'q': {'type': 'OnnxBlockWiseRtnQuantization', 'bits': 8, 'block_size': 64}}}";
        final var model = Pipeline
                .fromOlive(file(run.replace("FLOATS", json(floats)).replace('\'', '"'))).toOnnx();
        assertThat(JsonFiles.read(model.directory().resolve("ingot.json")).asMap())
                .containsEntry("precision", "int8").containsEntry("block_size", 64)
                .containsEntry("algorithm", "rtn").containsEntry("source", "onnx");
        assertThatThrownBy(() -> read(run.replace("OnnxBlockWiseRtnQuantization", "ModelBuilder")
                .replace('\'', '"'))).hasMessageContaining("OnnxBlockWiseRtnQuantization for an ONNX model");
    }

    @Test
    void withoutAnOutputSomebodyHasToSayIt() throws IOException {
        final Path file = file(TUTORIAL.replace(",\n  \"output_dir\": \"OUTPUT\"", ""));
        assertThatThrownBy(() -> Pipeline.fromOlive(file).toOnnx()).hasMessageContaining("output_dir");
    }
}
