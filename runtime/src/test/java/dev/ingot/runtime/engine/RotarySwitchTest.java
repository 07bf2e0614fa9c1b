package dev.ingot.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.Pipeline;
import dev.ingot.onnx.Attribute;
import dev.ingot.onnx.Graph;
import dev.ingot.onnx.Model;
import dev.ingot.onnx.Node;
import dev.ingot.onnx.OnnxFiles;
import dev.ingot.onnx.OnnxPatch;
import dev.ingot.onnx.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The length at which graphs change their rotary frequencies. */
final class RotarySwitchTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"phi3_longrope, 96", "phi4mini_longrope, 96", "phi3, -1", "gemma3, -1", "smollm3, -1"})
    void isFoundInExportedGraphsThatHaveOne(final String fixture, final int expected) {
        final Path source = Path.of(System.getProperty("ingot.fixtures"), fixture);
        final Path model = Pipeline.from(source).toOnnx(directory.resolve("model")).directory();
        assertThat(RotarySwitch.find(OnnxPatch.read(model.resolve("model.onnx"))).orElse(-1))
                .isEqualTo(expected);
    }

    /** The model builder of onnxruntime-genai chooses the tables with an If, and writes the limit as a Constant node. */
    @Test
    void isFoundInGraphsOfTheReferenceBuilder() {
        final var limit = Tensor.Inline.of("value", List.of(), 4096L);
        final var nodes = List.of(
                new Node("Constant", "", "limit", List.of(), List.of("limit"),
                        Map.of("value", new Attribute.Value(limit))),
                new Node("Greater", "", "greater", List.of("total", "limit"), List.of("far"), Map.of()),
                new Node("If", "", "if", List.of("far"), List.of("cos_cache", "sin_cache"), Map.of()),
                new Node("GroupQueryAttention", "com.microsoft", "attention",
                        List.of("qkv", "", "", "k", "v", "last", "total", "cos_cache", "sin_cache"),
                        List.of("out"), Map.of()));
        final Path file = directory.resolve("model.onnx");
        OnnxFiles.write(new Model(10, Map.of("", 21L), "test", "1", Map.of(),
                new Graph("main", List.of(), List.of(), List.of(), nodes)), file);
        assertThat(RotarySwitch.find(OnnxPatch.read(file))).hasValue(4096);
    }
}
