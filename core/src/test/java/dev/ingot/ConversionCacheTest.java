package dev.ingot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.Progress.Stage;
import dev.ingot.error.InvalidOptionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversionCacheTest {

    private static final Path QWEN = Path.of(System.getProperty("ingot.fixtures"), "qwen2");

    @TempDir
    private Path work;
    private final List<Progress> seen = new ArrayList<>();

    @BeforeEach
    void copySource() throws IOException {
        Files.createDirectories(source());
        try (var files = Files.list(QWEN)) {
            for (final Path file : files.toList()) {
                Files.copy(file, source().resolve(file.getFileName()));
            }
        }
    }

    private Path source() {
        return work.resolve("source");
    }

    private Pipeline pipeline() {
        seen.clear();
        return Pipeline.from(source()).quantize(Precision.INT8).conversionCache(work.resolve("cache"))
                .progress(seen::add);
    }

    private boolean converted() {
        return seen.stream().anyMatch(progress -> progress.stage() == Stage.WRITING);
    }

    private List<Path> kept() throws IOException {
        try (var entries = Files.list(work.resolve("cache/ingot"))) {
            return entries.sorted().toList();
        }
    }

    @Test
    void adaptersBesideTheModelArePartOfIt() {
        pipeline().toOnnx(work.resolve("a"));
        final Path adapter = QWEN.resolveSibling("qwen2_lora");
        pipeline().switchableAdapter("mine", adapter).toOnnx(work.resolve("b"));
        assertThat(converted()).isTrue();
        pipeline().switchableAdapter("mine", adapter).toOnnx(work.resolve("c"));
        assertThat(converted()).isFalse();
        assertThat(work.resolve("c/mine.onnx_adapter"))
                .hasSameBinaryContentAs(work.resolve("b/mine.onnx_adapter"));
        assertThat(work.resolve("a/mine.onnx_adapter")).doesNotExist();
    }

    @Test
    void aMissingModelIsRefusedAsWithoutTheCache() {
        final Pipeline missing = Pipeline.from(Path.of("Some/Model"));
        assertThatThrownBy(() -> missing.conversionCache(work.resolve("cache")).toOnnx(work.resolve("a")))
                .hasMessageContaining("hf download Some/Model");
        assertThat(work.resolve("cache")).doesNotExist();
    }

    @Test
    void whatHasNotChangedIsNotConvertedAgain() throws IOException {
        final Path first = pipeline().toOnnx(work.resolve("a")).directory();
        assertThat(converted()).isTrue();
        final Path second = pipeline().toOnnx(work.resolve("b")).directory();
        assertThat(converted()).isFalse();
        for (final String file : List.of("model.onnx", "model.onnx.data", "genai_config.json",
                "tokenizer.json", "ingot.json")) {
            assertThat(second.resolve(file)).hasSameBinaryContentAs(first.resolve(file));
        }
        assertThat(second).isDirectoryNotContaining("glob:**/ingot-files.json")
                .isDirectoryNotContaining("glob:**/download.tmp");
        assertThat(kept()).hasSize(1);
    }

    @Test
    void renewingConvertsAgainAndKeepsTheResult() throws IOException {
        pipeline().toOnnx(work.resolve("a"));
        Files.delete(kept().getFirst().resolve("tokenizer.json"));
        pipeline().renewing().toOnnx(work.resolve("b"));
        assertThat(converted()).isTrue();
        pipeline().toOnnx(work.resolve("c"));
        assertThat(converted()).isFalse();
        assertThat(work.resolve("c/tokenizer.json")).exists();
    }

    @Test
    void theNameOfAnAdapterIsPartOfWhatIsWritten() throws IOException {
        final Path lora = QWEN.resolveSibling("qwen2_lora");
        final Path renamed = Files.createDirectories(work.resolve("renamed"));
        for (final String file : List.of("adapter_config.json", "adapter_model.safetensors")) {
            Files.copy(lora.resolve(file), renamed.resolve(file));
        }
        pipeline().adapter(lora).toOnnx(work.resolve("a"));
        pipeline().adapter(renamed).toOnnx(work.resolve("b"));
        assertThat(Files.readString(work.resolve("b/ingot.json"))).contains("\"renamed\"");
    }

    @Test
    void dataInFoldersOfAGraphArePartOfIt() throws IOException {
        final Path model = Pipeline.from(QWEN).toOnnx(work.resolve("float")).directory();
        final Path data = Files.createDirectories(model.resolve("a/b")).resolve("weights");
        Files.write(data, new byte[]{1});
        final Settings settings = Settings.of(model, Settings.SourceKind.ONNX);
        final String before = CacheKey.of(settings);
        Files.write(data, new byte[]{2});
        assertThat(CacheKey.of(settings)).isNotEqualTo(before);
    }

    @Test
    void theSameOutputIsLeftAlone() {
        pipeline().toOnnx(work.resolve("a"));
        pipeline().toOnnx(work.resolve("a"));
        assertThat(converted()).isFalse();
    }

    @Test
    void anotherOutputIsInTheWayUntilOverwritingIsAskedFor() throws IOException {
        pipeline().toOnnx(work.resolve("a"));
        Files.writeString(work.resolve("a/model.onnx"), "mine");
        assertThatThrownBy(() -> pipeline().toOnnx(work.resolve("a")))
                .isInstanceOf(InvalidOptionException.class).hasMessageContaining("not empty");
        pipeline().overwrite().toOnnx(work.resolve("a"));
        assertThat(work.resolve("a/model.onnx"))
                .hasSameBinaryContentAs(kept().getFirst().resolve("model.onnx"));
    }

    @Test
    void oneWeightThatChangesIsNoticedEvenAtTheSameSizeAndTime() throws IOException {
        pipeline().toOnnx(work.resolve("a"));
        final Path weights = source().resolve("model.safetensors");
        final FileTime time = Files.getLastModifiedTime(weights);
        final byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 100] ^= 1;
        Files.write(weights, bytes);
        Files.setLastModifiedTime(weights, time);
        pipeline().toOnnx(work.resolve("b"));
        assertThat(converted()).isTrue();
        assertThat(kept()).hasSize(2);
    }

    @Test
    void linksToModelsAreTheModelsTheyPointTo() throws IOException {
        final Path latest = work.resolve("latest");
        Files.createSymbolicLink(latest, source());
        final var linked = Pipeline.from(latest).quantize(Precision.INT8)
                .conversionCache(work.resolve("cache")).progress(seen::add);
        pipeline().toOnnx(work.resolve("a"));
        linked.toOnnx(work.resolve("b"));
        assertThat(kept()).hasSize(1);
        Files.delete(latest);
        Files.createSymbolicLink(latest, QWEN.resolveSibling("qwen3"));
        linked.toOnnx(work.resolve("c"));
        assertThat(kept()).hasSize(2);
        assertThat(work.resolve("c/ingot.json")).content().contains("Qwen3ForCausalLM");
    }

    @Test
    void anotherOptionIsAnotherConversion() throws IOException {
        pipeline().toOnnx(work.resolve("a"));
        pipeline().quantize(Precision.INT8.blockSize(64)).toOnnx(work.resolve("b"));
        assertThat(converted()).isTrue();
        pipeline().maxLength(7).toOnnx(work.resolve("c"));
        assertThat(converted()).isTrue();
        pipeline().threads(1).name("other").toOnnx(work.resolve("d"));
        assertThat(converted()).isFalse();
        assertThat(kept()).hasSize(3);
    }

    @Test
    void whatIsDamagedIsConvertedAnew() throws IOException {
        pipeline().toOnnx(work.resolve("a"));
        final Path data = kept().getFirst().resolve("model.onnx.data");
        final byte[] bytes = Files.readAllBytes(data);
        bytes[10] ^= 1;
        Files.delete(data);
        Files.write(data, bytes);
        pipeline().toOnnx(work.resolve("b"));
        assertThat(converted()).isTrue();
        assertThat(work.resolve("b/model.onnx.data"))
                .hasSameBinaryContentAs(work.resolve("a/model.onnx.data"));
        Files.writeString(kept().getFirst().resolve("ingot-files.json"), "{");
        pipeline().toOnnx(work.resolve("c"));
        assertThat(converted()).isTrue();
        pipeline().toOnnx(work.resolve("d"));
        assertThat(converted()).isFalse();
    }
}
