package dev.ingot.runtime.reference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.ingot.Pipeline;
import dev.ingot.Precision;
import dev.ingot.runtime.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The graph of every family loads in bare ONNX Runtime without a warning. */
final class QuietGraphsTest {

    /** Fixtures that are models of their own. */
    private static final List<String> FIXTURES = List.of("gemma2", "gemma3", "granite", "llama", "llama3",
            "llama_awq", "llama_gptq_actorder", "mistral", "olmo2", "phi3", "phi4mini_longrope", "qwen2",
            "qwen3", "smollm3");

    /** Families that have no fixture. */
    private static Map<String, TinyModel> tinyModels() {
        final var models = new LinkedHashMap<String, TinyModel>();
        models.put("ernie", ErnieTest.model(true, 1));
        models.put("gemma", GemmaTest.model());
        models.put("internlm2", InternLm2Test.model(true));
        models.put("nemotron", NemotronTest.model());
        models.put("olmo", OlmoTest.model());
        models.put("phi", PhiTest.model());
        return models;
    }

    @TempDir
    Path directory;

    /** Loads graphs with the log going where ONNX Runtime sends it: to the native standard error. */
    static final class Child {

        private Child() {}

        public static void main(final String... graphs) throws OrtException {
            load(graphs[0], OrtLoggingLevel.ORT_LOGGING_LEVEL_INFO);
            System.err.println("from here on warnings only");
            for (final String graph : graphs) {
                System.err.println("graph " + graph);
                load(graph, OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING);
            }
        }

        private static void load(final String graph, final OrtLoggingLevel level) throws OrtException {
            try (var options = new OrtSession.SessionOptions()) {
                options.setSessionLogLevel(level);
                OrtEnvironment.getEnvironment().createSession(graph, options).close();
            }
        }
    }

    @Test
    void everyFamilyLoadsWithoutAWarning() throws IOException, InterruptedException {
        final List<Path> sources = new ArrayList<>(FIXTURES.stream()
                .map(name -> Path.of(System.getProperty("ingot.fixtures")).resolve(name)).toList());
        tinyModels().forEach((name, model) -> sources.add(model.write(directory.resolve(name))));
        sources.add(GptOssTest.write(directory.resolve("gpt-oss")));
        sources.add(new QwenMixture().write(directory.resolve("qwen3-moe")));
        final var graphs = new ArrayList<String>();
        for (final Path source : sources) {
            for (final Precision precision : List.of(Precision.FP32, Precision.FP16, Precision.INT8,
                    Precision.INT4)) {
                final Path target = directory
                        .resolve("%s-%s".formatted(source.getFileName(), precision.label()));
                graphs.add(Pipeline.from(source).quantize(precision).toOnnx(target).directory()
                        .resolve("model.onnx").toString());
            }
        }
        final String[] log = load(graphs).split("from here on warnings only", 2);
        assertThat(log[0]).contains("[I:onnxruntime"); // what ONNX Runtime says does arrive here
        assertThat(log[1]).contains(graphs).doesNotContain(":onnxruntime:");
    }

    private String load(final List<String> graphs) throws IOException, InterruptedException {
        final Path errors = directory.resolve("errors");
        final var builder = ChildJvm.prepare(List.of("-Djava.io.tmpdir=" + directory), Child.class, graphs)
                .redirectError(errors.toFile());
        builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
        builder.environment().put("TMPDIR", directory.toString());
        assertThat(builder.start().waitFor()).as(Files.readString(errors)).isZero();
        return Files.readString(errors);
    }
}
