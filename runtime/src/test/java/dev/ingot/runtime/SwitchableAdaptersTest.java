package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.Pipeline;
import dev.ingot.Precision;
import dev.ingot.chat.Message;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.UnsupportedModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One loaded model, two adapters and none, in turns. */
final class SwitchableAdaptersTest {

    private static final Path BASE = Fixtures.directory("qwen2");
    private static final Path PLAIN = Fixtures.directory("qwen2_lora");
    private static final Path ROOTED = Fixtures.directory("qwen2_lora_rslora");

    /** Of the largest magnitude. */
    private static final float TOLERANCE = 1e-4f;

    @TempDir
    private static Path directory;

    private static Generator generator;

    @TempDir
    private Path work;

    @BeforeAll
    static void load() {
        generator = Generator.open(Pipeline.from(BASE).switchableAdapter("qwen2_lora", PLAIN)
                .switchableAdapter("qwen2_lora_rslora", ROOTED).toOnnx(directory.resolve("model")));
    }

    @AfterAll
    static void free() {
        generator.close();
    }

    /** Once around and back again, so that nothing of one stays behind for the next. */
    @ParameterizedTest
    @ValueSource(strings = {"qwen2_lora", "qwen2", "qwen2_lora_rslora", "qwen2_lora"})
    void givesTheReferenceLogitsAndTokens(final String fixture) {
        final Path source = Fixtures.directory(fixture);
        for (final var prompt : Fixtures.objects(Fixtures.golden(source).raw("prompts"))) {
            final int[] ids = Fixtures.ids(prompt.get("input_ids"));
            assertClose(logits(ids, adapter(fixture))[ids.length - 1],
                    Fixtures.array(source.resolve("golden.safetensors"),
                            Objects.toString(prompt.get("last_logits"))));
            final int[] greedy = Fixtures.ids(prompt.get("greedy"));
            assertThat(generator.generate(ids, greedy(adapter(fixture)).maxNewTokens(greedy.length)).tokens())
                    .containsExactlyElementsOf(IntStream.of(greedy).boxed().toList());
        }
    }

    /** The same text with one adapter, none and the other, beside models that these were merged into. */
    @Test
    void embeddingsAreThoseOfTheMergedModels() {
        final String text = "turn on the lamp";
        final float[] plain = generator.embedder(EmbeddingOptions.DEFAULT).embed(text);
        for (final Path adapter : List.of(PLAIN, ROOTED)) {
            final String name = String.valueOf(adapter.getFileName());
            final float[] found = generator.embedder(EmbeddingOptions.DEFAULT.adapter(name)).embed(text);
            try (var merged = Generator
                    .open(Pipeline.from(BASE).adapter(adapter).toOnnx(work.resolve(name)))) {
                assertClose(found, merged.embedder(EmbeddingOptions.DEFAULT).embed(text));
            }
            assertThat(Cosine.of(found, plain)).isLessThan(0.999);
            assertThat(generator.embedder(EmbeddingOptions.DEFAULT).embed(text)).isEqualTo(plain);
        }
    }

    /** Requests with one adapter, the other and none at the same time. */
    @Test
    void requestsSideBySideEachHaveTheirOwn() throws Exception {
        final var fixtures = List.of("qwen2_lora", "qwen2", "qwen2_lora_rslora");
        final var prompt = generator.tokenizer().encode("turn on the lamp");
        final var answers = new ArrayList<Future<Generation>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 9; i++) {
                final var options = greedy(adapter(fixtures.get(i % 3))).maxNewTokens(24);
                answers.add(threads.submit(() -> generator.generate(prompt, options)));
            }
        }
        for (int i = 0; i < 9; i++) {
            assertThat(answers.get(i).get().tokens()).isEqualTo(generator
                    .generate(prompt, greedy(adapter(fixtures.get(i % 3))).maxNewTokens(24)).tokens());
        }
    }

    @Test
    void givesWhatTheMergedModelGives() {
        final int[] ids = generator.tokenizer().encode("the lamp in the hall and the heating in the kitchen");
        for (final Path adapter : List.of(PLAIN, ROOTED)) {
            final String name = adapter.getFileName().toString();
            try (var merged = Generator
                    .open(Pipeline.from(BASE).adapter(adapter).toOnnx(work.resolve(name)))) {
                final float[][] expected = merged.logits(ids);
                final float[][] found = logits(ids, Optional.of(name));
                for (int i = 0; i < ids.length; i++) {
                    assertClose(found[i], expected[i]);
                }
            }
        }
    }

    @Test
    void quantizedModelsTakeAdaptersInFloats() {
        final var model = Pipeline.from(BASE).quantize(Precision.INT8).switchableAdapter("mine", PLAIN)
                .toOnnx(work.resolve("int8"));
        final var prompt = Fixtures.objects(Fixtures.golden(PLAIN).raw("prompts")).getFirst();
        final int[] ids = Fixtures.ids(prompt.get("input_ids"));
        final float[] expected = Fixtures.array(PLAIN.resolve("golden.safetensors"),
                Objects.toString(prompt.get("last_logits")));
        try (var quantized = Generator.open(model)) {
            final var rows = new float[ids.length][];
            quantized.logits(ids, "mine", (position, row) -> rows[position] = row.clone());
            final double without = Cosine.of(quantized.logits(ids)[ids.length - 1], expected);
            assertThat(Cosine.of(rows[ids.length - 1], expected)).isGreaterThan(0.998).isGreaterThan(without);
        }
    }

    /** A conversation goes on with another adapter as if it had been held with that one from the start. */
    @Test
    void doesNotMixWhatAdaptersHaveComputed() {
        final ChatSession switched = generator.chat(greedy(Optional.of("qwen2_lora")).maxNewTokens(12));
        final String first = switched.ask("turn on the lamp").text();
        final String second = switched.options(greedy(Optional.empty()).maxNewTokens(12)).ask("and the radio")
                .text();
        final ChatSession fresh = generator.chat(greedy(Optional.empty()).maxNewTokens(12))
                .add(Message.user("turn on the lamp")).add(Message.assistant(first));
        assertThat(fresh.ask("and the radio").text()).isEqualTo(second);
    }

    @Test
    void loadsPeftDirectoriesAndFilesAndUnloadsThem() {
        final int[] ids = generator.tokenizer().encode("the lamp");
        generator.loadAdapter("directory", PLAIN);
        generator.loadAdapter("file", directory.resolve("model/qwen2_lora_rslora.onnx_adapter"));
        assertThat(generator.adapters()).containsExactly("directory", "file", "qwen2_lora",
                "qwen2_lora_rslora");
        assertThat(logits(ids, Optional.of("directory")))
                .isDeepEqualTo(logits(ids, Optional.of("qwen2_lora")));
        assertThat(logits(ids, Optional.of("file")))
                .isDeepEqualTo(logits(ids, Optional.of("qwen2_lora_rslora")));
        assertThatThrownBy(() -> generator.loadAdapter("file", PLAIN))
                .isInstanceOf(InvalidOptionException.class);
        generator.unloadAdapter("directory");
        generator.unloadAdapter("file");
        assertThat(generator.adapters()).containsExactly("qwen2_lora", "qwen2_lora_rslora");
        assertThatThrownBy(() -> logits(ids, Optional.of("file"))).isInstanceOf(InvalidOptionException.class)
                .hasMessage("adapter: expected one of [qwen2_lora, qwen2_lora_rslora], found \"file\"");
        assertThatThrownBy(() -> generator.unloadAdapter("file")).isInstanceOf(InvalidOptionException.class);
    }

    @Test
    void unloadingLetsWhatRunsGoOnToItsEnd() {
        final var options = greedy(Optional.of("short-lived")).maxNewTokens(16);
        generator.loadAdapter("short-lived", PLAIN);
        final String expected = generator.chat(options).ask("turn on the lamp").text();
        try (var pieces = generator.chat(options).send("turn on the lamp")) {
            final var iterator = pieces.iterator();
            final var answer = new StringBuilder(iterator.next());
            generator.unloadAdapter("short-lived");
            iterator.forEachRemaining(answer::append);
            assertThat(answer).hasToString(expected);
        }
    }

    @Test
    void refusesWhatTheModelHasNoInputsFor() {
        final var model = Pipeline.from(BASE).switchableAdapter("plain", PLAIN).toOnnx(work.resolve("plain"));
        try (var narrow = Generator.open(model)) {
            assertThatThrownBy(() -> narrow.loadAdapter("more", ROOTED))
                    .isInstanceOf(UnsupportedModelException.class)
                    .hasMessageStartingWith(ROOTED + ": model.layers.0.")
                    .hasMessageContaining("has no input for it");
            assertThatThrownBy(() -> narrow.loadAdapter("more",
                    directory.resolve("model/qwen2_lora_rslora.onnx_adapter")))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining("expected tensors that the model has an input for");
        }
        try (var none = Generator.open(Fixtures.export(BASE, work.resolve("none")))) {
            assertThat(none.adapters()).isEmpty();
            assertThatThrownBy(() -> none.loadAdapter("any", PLAIN))
                    .isInstanceOf(UnsupportedModelException.class)
                    .hasMessageContaining("has no inputs for PEFT adapters");
        }
    }

    @Test
    void refusesDamagedFiles() throws IOException {
        final byte[] valid = Files.readAllBytes(directory.resolve("model/qwen2_lora.onnx_adapter"));
        final Path file = work.resolve("damaged.onnx_adapter");
        Files.write(file, Arrays.copyOf(valid, valid.length / 2));
        assertThatThrownBy(() -> generator.loadAdapter("damaged", file))
                .isInstanceOf(ModelFormatException.class);
        assertThatThrownBy(() -> generator.loadAdapter("damaged", work.resolve("missing")))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("the directory of a PEFT adapter or an .onnx_adapter file");
        assertThat(generator.adapters()).doesNotContain("damaged");
    }

    @Test
    void refusesAdaptersThatCanOnlyBeMerged() {
        assertThatThrownBy(
                () -> Pipeline.from(BASE).switchableAdapter("a", PLAIN).switchableAdapter("a", ROOTED))
                .isInstanceOf(InvalidOptionException.class);
        assertThatThrownBy(() -> Pipeline.from(BASE).switchableAdapter("../a", PLAIN))
                .isInstanceOf(InvalidOptionException.class);
    }

    private static Optional<String> adapter(final String fixture) {
        return fixture.equals("qwen2") ? Optional.empty() : Optional.of(fixture);
    }

    private static GenerationOptions greedy(final Optional<String> adapter) {
        final var options = GenerationOptions.DEFAULT.sampling(Sampling.greedy());
        return adapter.map(options::adapter).orElse(options);
    }

    private static float[][] logits(final int[] ids, final Optional<String> adapter) {
        if (adapter.isEmpty()) {
            return generator.logits(ids);
        }
        final var rows = new float[ids.length][];
        generator.logits(ids, adapter.get(), (position, row) -> rows[position] = row.clone());
        return rows;
    }

    private static void assertClose(final float[] found, final float[] expected) {
        float largest = 0;
        for (final float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).as("logit %d", i).isCloseTo(expected[i], Offset.offset(largest * TOLERANCE));
        }
    }
}
