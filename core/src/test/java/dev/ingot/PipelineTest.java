package dev.ingot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.Progress.Stage;
import dev.ingot.error.CancelledException;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.TemplateException;
import dev.ingot.error.UnsupportedModelException;
import dev.ingot.error.WeightValueException;
import dev.ingot.genai.GenaiConfig;
import dev.ingot.io.Trees;
import dev.ingot.json.JsonFiles;
import dev.ingot.onnx.Node;
import dev.ingot.onnx.OnnxFiles;
import dev.ingot.onnx.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineTest {

    private static final Path HEARTH = Path.of(System.getProperty("ingot.models"), "hearth-slm");
    private static final Path FIXTURES = Path.of(System.getProperty("ingot.fixtures"));

    @TempDir
    private Path work;

    private Path copy(final Path source) throws IOException {
        final Path target = work.resolve("copy");
        Files.createDirectories(target);
        try (var files = Files.list(source)) {
            for (final Path file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        return target;
    }

    private static void edit(final Path file, final String from, final String to) throws IOException {
        final String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    @Test
    void writesEverythingThatReadersNeed() {
        final OnnxModel model = Pipeline.from(HEARTH).quantize(Precision.INT4).toOnnx(work.resolve("out"));
        assertThat(model.name()).isEqualTo("out");
        assertThat(model.directory()).isDirectoryContaining("glob:**/model.onnx")
                .isDirectoryContaining("glob:**/model.onnx.data")
                .isDirectoryContaining("glob:**/genai_config.json")
                .isDirectoryContaining("glob:**/tokenizer.json")
                .isDirectoryContaining("glob:**/tokenizer_config.json")
                .isDirectoryContaining("glob:**/ingot.json").isDirectoryNotContaining("glob:**/download.tmp");
        final var graph = OnnxFiles.read(model.directory().resolve("model.onnx"));
        OnnxFiles.checkExternalData(graph, model.directory());
        assertThat(graph.metadata()).containsEntry("ingot.precision", "int4")
                .containsEntry("ingot.block_size", "32")
                .containsEntry("ingot.symmetric", "false").containsEntry("ingot.head_bits", "8");
    }

    @Test
    void storesTiedEmbeddingsOnce() {
        final var model = Pipeline.from(HEARTH).quantize(Precision.INT4).toOnnx(work.resolve("out"));
        final var graph = OnnxFiles.read(model.directory().resolve("model.onnx")).graph();
        final Node gather = graph.nodes().stream().filter(n -> n.type().equals("GatherBlockQuantized"))
                .findFirst()
                .orElseThrow();
        final Node head = graph.nodes().getLast();
        assertThat(head.outputs()).containsExactly("logits");
        assertThat(place(graph.initializers(), gather.inputs().getFirst()))
                .isEqualTo(place(graph.initializers(), head.inputs().get(1)));
    }

    private static List<Long> place(final List<Tensor> initializers, final String name) {
        final var tensor = (Tensor.External) initializers.stream().filter(t -> t.name().equals(name))
                .findFirst()
                .orElseThrow();
        return List.of(tensor.offset(), tensor.length());
    }

    @Test
    void quantizesUntiedEmbeddingsToo() {
        final var model = Pipeline.from(FIXTURES.resolve("llama")).quantize(Precision.INT4)
                .toOnnx(work.resolve("out"));
        final var graph = OnnxFiles.read(model.directory().resolve("model.onnx")).graph();
        assertThat(graph.nodes()).extracting(Node::type).contains("GatherBlockQuantized")
                .doesNotContain("Gather_Q4");
        assertThat(graph.initializers()).extracting(Tensor::name).contains("model.embed_tokens.weight_Q8",
                "lm_head.MatMul.weight_Q8");
    }

    @Test
    void sameInputGivesSameBytes() {
        final Path one = Pipeline.from(HEARTH).quantize(Precision.INT8).threads(1).toOnnx(work.resolve("a"))
                .directory();
        final Path two = Pipeline.from(HEARTH).quantize(Precision.INT8).threads(3).toOnnx(work.resolve("b"))
                .directory();
        for (final String file : List.of("model.onnx", "model.onnx.data", "genai_config.json",
                "ingot.json")) {
            assertThat(one.resolve(file)).hasSameBinaryContentAs(two.resolve(file));
        }
    }

    @Test
    void bothConfigurationLayoutsGiveTheSameWeights() {
        for (final String name : List.of("llama", "qwen2")) {
            final Path v4 = Pipeline.from(FIXTURES.resolve(name)).toOnnx(work.resolve(name)).directory();
            final Path v5 = Pipeline.from(FIXTURES.resolve(name + "_v5layout")).toOnnx(work.resolve(name + 5))
                    .directory();
            assertThat(v4.resolve("model.onnx.data")).hasSameBinaryContentAs(v5.resolve("model.onnx.data"));
        }
    }

    @Test
    void reportsStagesTensorsAndBytes() {
        final var seen = new ArrayList<Progress>();
        Pipeline.from(HEARTH).quantize(Precision.INT4).progress(seen::add).toOnnx(work.resolve("out"));
        assertThat(seen.stream().map(Progress::stage).distinct()).containsExactly(Stage.READING,
                Stage.WRITING,
                Stage.PUBLISHING, Stage.DONE);
        final Progress last = seen.getLast();
        assertThat(last.tensorsDone()).isEqualTo(last.tensorsTotal()).isPositive();
        assertThat(last.bytesDone()).isEqualTo(last.bytesTotal()).isGreaterThan(8_000_000);
    }

    @Test
    void keepsMaxLengthSaneUnlessAsked() throws IOException {
        final Path source = copy(HEARTH);
        edit(source.resolve("config.json"), "\"max_position_embeddings\": 512",
                "\"max_position_embeddings\": 8192");
        final var pipeline = Pipeline.from(source).quantize(Precision.INT4);
        assertThat(maxLength(pipeline.toOnnx(work.resolve("a")))).isEqualTo(4096);
        assertThat(maxLength(pipeline.maxLength(6000).toOnnx(work.resolve("b")))).isEqualTo(6000);
        assertThat(maxLength(pipeline.maxLength(9000).toOnnx(work.resolve("c")))).isEqualTo(8192);
    }

    private static int maxLength(final OnnxModel model) {
        return GenaiConfig.read(model.directory().resolve("genai_config.json")).search().maxLength();
    }

    @Test
    void endsAtTheTemplatesTurnEvenIfNoFileSaysSo() throws IOException {
        final Path source = copy(HEARTH);
        edit(source.resolve("config.json"), "\"eos_token_id\": 2047", "\"eos_token_id\": 2045");
        edit(source.resolve("tokenizer_config.json"), "\"eos_token\": \"<|im_end|>\"",
                "\"eos_token\": \"<|endoftext|>\"");
        Files.delete(source.resolve("generation_config.json"));
        final var model = Pipeline.from(source).quantize(Precision.INT4).toOnnx(work.resolve("out"));
        assertThat(GenaiConfig.read(model.directory().resolve("genai_config.json")).eosTokenIds())
                .containsExactlyInAnyOrder(2045, 2047);
    }

    @Test
    void mergesAnAdapter() throws IOException {
        final Path plain = Pipeline.from(HEARTH).toOnnx(work.resolve("plain")).directory();
        final Path merged = Pipeline.from(HEARTH).adapter(HEARTH.resolveSibling("hearth-lora"))
                .toOnnx(work.resolve("merged")).directory();
        assertThat(Files.mismatch(merged.resolve("model.onnx.data"), plain.resolve("model.onnx.data")))
                .isNotNegative();
        assertThat(merged.resolve("ingot.json")).content().contains("hearth-lora");
    }

    @Test
    void refusesUnknownArchitectureBeforeReadingAWeight() throws IOException {
        final Path source = copy(HEARTH);
        edit(source.resolve("config.json"), "Qwen3ForCausalLM", "MambaForCausalLM");
        final var pipeline = Pipeline.from(source);
        assertThatThrownBy(() -> pipeline.toOnnx(work.resolve("out")))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("MambaForCausalLM").hasMessageContaining("Qwen3ForCausalLM");
        assertThat(work.resolve("out")).doesNotExist();
    }

    @Test
    void refusesCheckpointThatContradictsItsConfiguration() throws IOException {
        final Path source = copy(HEARTH);
        edit(source.resolve("config.json"), "\"intermediate_size\": 640", "\"intermediate_size\": 641");
        final var pipeline = Pipeline.from(source);
        assertThatThrownBy(() -> pipeline.toOnnx(work.resolve("out")))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("model.layers.0.mlp.gate_proj.weight").hasMessageContaining("641")
                .hasMessageContaining("640");
    }

    @Test
    void refusesTensorsThatTheModelHasNoPlaceFor() throws IOException {
        final Path source = copy(HEARTH);
        edit(source.resolve("config.json"), "\"num_hidden_layers\": 6", "\"num_hidden_layers\": 5");
        final var pipeline = Pipeline.from(source);
        assertThatThrownBy(() -> pipeline.toOnnx(work.resolve("out")))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("model.layers.5.");
    }

    @Test
    void namesTheWeightThatIsNotANumber() throws IOException {
        final Path source = copy(FIXTURES.resolve("qwen2"));
        spoil(source.resolve("model.safetensors"), "model.layers.1.mlp.down_proj.weight", 5);
        for (final Precision precision : List.of(Precision.INT4, Precision.INT8, Precision.FP32)) {
            final var pipeline = Pipeline.from(source).quantize(precision);
            assertThatThrownBy(() -> pipeline.toOnnx(work.resolve("out")))
                    .isInstanceOfAny(WeightValueException.class,
                            ModelFormatException.class)
                    .hasMessageContaining("NaN")
                    .hasMessageContaining("model.layers.1.mlp.down_proj.weight[0, 5]");
        }
        assertThat(work.resolve("out")).doesNotExist();
    }

    @Test
    void namesTheNormThatIsNotANumber() throws IOException {
        final Path source = copy(FIXTURES.resolve("qwen2"));
        spoil(source.resolve("model.safetensors"), "model.norm.weight", 7);
        final var pipeline = Pipeline.from(source);
        assertThatThrownBy(() -> pipeline.toOnnx(work.resolve("out")))
                .isInstanceOf(WeightValueException.class).hasMessageContaining(source.toString())
                .hasMessageContaining("model.norm.weight[7]").hasMessageContaining("NaN");
    }

    /** Makes one bf16 element of a tensor a NaN. */
    private static void spoil(final Path shard, final String tensor, final int index) throws IOException {
        final byte[] bytes = Files.readAllBytes(shard);
        final long header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        final var json = JsonFiles.parse(shard, Arrays.copyOfRange(bytes, 8, 8 + (int) header));
        final int start = json.object(tensor).orElseThrow().integers("data_offsets").getFirst();
        bytes[8 + (int) header + start + 2 * index] = (byte) 0xC0;
        bytes[8 + (int) header + start + 2 * index + 1] = 0x7F;
        Files.write(shard, bytes);
    }

    @Test
    void leavesNothingBehindWhenInterrupted() throws IOException {
        final var pipeline = Pipeline.from(HEARTH).quantize(Precision.INT4)
                .progress(p -> {
                    if (p.tensorsDone() == 10) {
                        Thread.currentThread().interrupt();
                    }
                });
        assertThatThrownBy(() -> pipeline.toOnnx(work.resolve("out"))).isInstanceOf(CancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
        try (var entries = Files.list(work)) {
            assertThat(entries).isEmpty();
        }
    }

    @Test
    void leavesNothingBehindWheneverInterrupted() throws Exception {
        final var random = new Random(20261121);
        for (int round = 0; round < 8; round++) {
            final var thrown = new AtomicReference<Throwable>();
            final var thread = new Thread(() -> {
                try {
                    Pipeline.from(HEARTH).toOnnx(work.resolve("out/model"));
                } catch (CancelledException e) {
                    thrown.set(e);
                }
            });
            thread.setUncaughtExceptionHandler((t, e) -> thrown.set(e));
            thread.start();
            Thread.sleep(random.nextInt(150));
            thread.interrupt();
            thread.join();
            if (thrown.get() != null) {
                assertThat(thrown.get()).isInstanceOf(CancelledException.class);
                assertThat(work.resolve("out/model")).doesNotExist();
            }
            Trees.delete(work.resolve("out/model"));
            if (Files.exists(work.resolve("out"))) {
                assertThat(Trees.isEmpty(work.resolve("out"))).isTrue();
            }
        }
    }

    @Test
    void refusesBadSmallFilesBeforeAWeightIsWritten() throws IOException {
        final Path source = copy(HEARTH);
        edit(source.resolve("tokenizer_config.json"), "{%- for message", "{%- fro message");
        final var seen = new ArrayList<Progress>();
        final var pipeline = Pipeline.from(source).progress(seen::add);
        assertThatThrownBy(() -> pipeline.toOnnx(work.resolve("out"))).isInstanceOf(TemplateException.class);
        assertThat(seen).extracting(Progress::stage).containsOnly(Stage.READING);
    }

    @Test
    void refusesBrainFloatsWithTheReason() {
        assertThatThrownBy(() -> Precision.parse("bf16")).isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("CPU");
        assertThatThrownBy(() -> Precision.parse("int3")).isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("int4, int8, fp16 or fp32");
    }
}
