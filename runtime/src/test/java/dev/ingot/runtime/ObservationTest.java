package dev.ingot.runtime;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ingot.error.InvalidOptionException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What listeners and Flight Recorder are told. */
final class ObservationTest {

    private static final String PROMPT = "The gardener planted three rows of";
    private static final GenerationOptions OPTIONS = GenerationOptions.DEFAULT.sampling(Sampling.greedy())
            .maxNewTokens(6);

    @TempDir
    private Path directory;
    private Path model = Path.of("");

    /** Keeps what it is told. */
    private static final class Notes implements GenerationListener {

        private final List<LoadReport> loads = new ArrayList<>();
        private final List<GenerationReport> prefills = new ArrayList<>();
        private final List<GenerationReport> ends = new ArrayList<>();

        @Override
        public void loaded(final LoadReport report) {
            loads.add(report);
        }

        @Override
        public void prefilled(final GenerationReport report) {
            prefills.add(report);
        }

        @Override
        public void ended(final GenerationReport report) {
            ends.add(report);
        }
    }

    @BeforeEach
    void export() {
        model = Fixtures.export(Fixtures.directory("qwen2"), directory.resolve("small")).directory();
    }

    @Test
    void aListenerIsToldOfLoadPrefillAndEnd() {
        final var notes = new Notes();
        final Generation found;
        try (var generator = Generator.open(model, GeneratorOptions.DEFAULT.listener(notes))) {
            found = generator.generate(PROMPT, OPTIONS);
        }
        assertThat(notes.loads).singleElement().satisfies(load -> {
            assertThat(load.model()).isEqualTo("small");
            assertThat(load.bytes()).isGreaterThan(model.resolve("model.onnx.data").toFile().length());
        });
        assertThat(notes.prefills).singleElement().satisfies(prefill -> {
            assertThat(prefill.finishReason()).isEmpty();
            assertThat(prefill.tokens()).isZero();
        });
        assertThat(notes.ends).singleElement().satisfies(end -> {
            assertThat(end.promptTokens()).isEqualTo(found.promptTokens().size());
            assertThat(end.tokens()).isEqualTo(6);
            assertThat(end.finishReason()).contains(FinishReason.LENGTH);
            assertThat(end.duration())
                    .isEqualTo(found.timings().prefill().plus(found.timings().decode()));
        });
    }

    @Test
    void aConversationTellsWhatItsCacheHeld() {
        final var notes = new Notes();
        final Path chatting = Fixtures.export(Fixtures.directory("qwen3"), directory.resolve("chat"))
                .directory();
        try (var generator = Generator.open(chatting, GeneratorOptions.DEFAULT.listener(notes))) {
            final ChatSession chat = generator.chat(OPTIONS);
            chat.ask("hello");
            chat.ask("and again");
        }
        assertThat(notes.ends).hasSize(2).allMatch(GenerationReport::chat);
        assertThat(notes.ends.getFirst().cachedTokens()).isZero();
        assertThat(notes.ends.getLast().cachedTokens())
                .isGreaterThan(notes.ends.getFirst().promptTokens() / 2);
    }

    /** Text that is held back at the end, in case a stop string goes on, belongs to the call. */
    @Test
    void anAnswerThatWantsToolsCalledSaysSoToAll() throws IOException {
        final var notes = new Notes();
        final Path file = directory.resolve("calls.jfr");
        final Path calling = Fixtures.export(Fixtures.directory("qwen3"), directory.resolve("calls"))
                .directory();
        final Generation found;
        final Generation streamed;
        try (var recording = new Recording()) {
            recording.start();
            try (var generator = Generator.open(calling, GeneratorOptions.DEFAULT.listener(notes))) {
                final ChatSession chat = generator.chat(OPTIONS.maxNewTokens(300).stop("</tool_call>never"))
                        .tools(List.of(Map.of("name", "now", "parameters", Map.of())))
                        .toolChoice(ToolChoice.required().one());
                found = chat.ask("When?");
                try (var stream = chat.send("And now?")) {
                    stream.forEach(text -> {});
                }
                streamed = chat.lastAnswer().orElseThrow();
            }
            recording.stop();
            recording.dump(file);
        }
        assertThat(List.of(found, streamed)).allSatisfy(it -> {
            assertThat(it.toolCalls()).as(it.text()).hasSize(1);
            assertThat(it.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
        });
        assertThat(notes.ends).hasSize(2)
                .allSatisfy(it -> assertThat(it.finishReason()).contains(FinishReason.TOOL_CALLS));
        assertThat(RecordingFile.readAllEvents(file).stream()
                .filter(it -> it.getEventType().getName().equals("dev.ingot.Generation"))
                .map(it -> it.getString("finishReason"))).containsExactly("TOOL_CALLS", "TOOL_CALLS");
    }

    @Test
    void figuresHaveTheNamesOfOpenTelemetry() {
        final var report = new GenerationReport("m", true, java.util.Optional.empty(), 10, 4, 5,
                Duration.ofMillis(200), Duration.ofMillis(800), java.util.Optional.of(FinishReason.STOP),
                java.util.Optional.empty());
        final Map<String, Metric> metrics = report.metrics().stream()
                .collect(toMap(
                        metric -> metric.name() + metric.attributes().getOrDefault("gen_ai.token.type", ""),
                        metric -> metric));
        assertThat(metrics).containsOnlyKeys("gen_ai.client.operation.duration",
                "gen_ai.server.request.duration", "gen_ai.server.time_to_first_token",
                "gen_ai.server.time_per_output_token", "gen_ai.client.token.usageinput",
                "gen_ai.client.token.usageoutput");
        assertThat(value(metrics, "gen_ai.server.request.duration")).isCloseTo(1.0, within(1e-9));
        assertThat(value(metrics, "gen_ai.server.time_to_first_token")).isCloseTo(0.2, within(1e-9));
        assertThat(value(metrics, "gen_ai.server.time_per_output_token")).isCloseTo(0.2, within(1e-9));
        assertThat(value(metrics, "gen_ai.client.token.usageinput")).isEqualTo(10);
        assertThat(metrics.values()).allSatisfy(metric -> assertThat(metric.attributes())
                .containsEntry("gen_ai.operation.name", "chat").containsEntry("gen_ai.request.model", "m")
                .containsEntry("gen_ai.response.finish_reasons", "stop"));
    }

    private static double value(final Map<String, Metric> metrics, final String name) {
        return java.util.Objects.requireNonNull(metrics.get(name)).value();
    }

    @Test
    void aListenerThatThrowsDisturbsNothing() {
        final GenerationListener bad = new GenerationListener() {
            @Override
            public void ended(final GenerationReport report) {
                throw new IllegalStateException("bad listener");
            }
        };
        try (var generator = Generator.open(model, GeneratorOptions.DEFAULT.listener(bad))) {
            assertThat(generator.generate(PROMPT, OPTIONS).tokens()).hasSize(6);
        }
    }

    @Test
    void aCallersExceptionIsACancellation() {
        final var notes = new Notes();
        try (var generator = Generator.open(model, GeneratorOptions.DEFAULT.listener(notes))) {
            assertThatThrownBy(() -> generator.generate(PROMPT, OPTIONS, token -> {
                throw new IllegalStateException("enough");
            })).hasMessage("enough");
        }
        assertThat(notes.ends).singleElement()
                .satisfies(end -> assertThat(end.finishReason()).contains(FinishReason.CANCELLED));
    }

    @Test
    void aFailureIsToldOnce() {
        final var notes = new Notes();
        try (var generator = Generator.open(model, GeneratorOptions.DEFAULT.listener(notes))) {
            final var nothing = OPTIONS.sampling(forbidding(generator.vocabularySize()));
            assertThatThrownBy(() -> generator.generate(PROMPT, nothing))
                    .isInstanceOf(InvalidOptionException.class);
        }
        assertThat(notes.ends).singleElement().satisfies(end -> {
            assertThat(end.error()).contains(InvalidOptionException.class.getName());
            assertThat(end.finishReason()).isEmpty();
        });
    }

    private static Sampling forbidding(final int vocabulary) {
        return Sampling.greedy().logitBias(IntStream.range(0, vocabulary).boxed()
                .collect(toMap(id -> id, id -> Double.NEGATIVE_INFINITY)));
    }

    @Test
    void aPromptThatIsGivenUpIsNotToldAsComputed() {
        final var notes = new Notes();
        final var cancellation = new Cancellation();
        cancellation.cancel();
        try (var generator = Generator.open(model, GeneratorOptions.DEFAULT.listener(notes))) {
            generator.generate(PROMPT, OPTIONS.cancellation(cancellation));
        }
        assertThat(notes.prefills).isEmpty();
        assertThat(notes.ends).singleElement()
                .satisfies(end -> assertThat(end.finishReason()).contains(FinishReason.CANCELLED));
    }

    /** On a thread of its own, which would wait for itself if it held what closing waits for. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aListenerMayCloseTheGenerator(final boolean early) throws InterruptedException {
        final var opened = new AtomicReference<Generator>();
        final var asked = new Thread(() -> {
            final Generator generator = Generator.open(model,
                    GeneratorOptions.DEFAULT.listener(new Closer(opened, early)));
            opened.set(generator);
            generator.generate(PROMPT, OPTIONS);
        });
        asked.setDaemon(true);
        asked.start();
        asked.join(Duration.ofSeconds(30));
        assertThat(asked.isAlive()).isFalse();
        final Generator generator = java.util.Objects.requireNonNull(opened.get());
        assertThatThrownBy(() -> generator.generate(PROMPT, OPTIONS))
                .isInstanceOf(IllegalStateException.class);
    }

    /** Closes a generator when it is told something. */
    private record Closer(AtomicReference<Generator> generator, boolean early) implements GenerationListener {

        @Override
        public void prefilled(final GenerationReport report) {
            close(early);
        }

        @Override
        public void ended(final GenerationReport report) {
            close(!early);
        }

        private void close(final boolean now) {
            if (now) {
                java.util.Objects.requireNonNull(generator.get()).close();
            }
        }
    }

    /** There is one sequence: if it were lost, the second generation would wait for ever. */
    @Test
    void anErrorOfAListenerDisturbsNothing() {
        final GenerationListener bad = new GenerationListener() {
            @Override
            public void ended(final GenerationReport report) {
                throw new AssertionError("bad listener");
            }
        };
        try (var generator = Generator.open(model, GeneratorOptions.DEFAULT.listener(bad).sequences(1))) {
            assertThat(generator.generate(PROMPT, OPTIONS).tokens()).hasSize(6);
            assertThat(generator.generate(PROMPT, OPTIONS).tokens()).hasSize(6);
        }
    }

    @Test
    void flightRecorderHasAllEvents() throws IOException {
        final Path file = directory.resolve("events.jfr");
        try (var recording = new Recording()) {
            recording.start();
            try (var generator = Generator.open(model)) {
                generator.generate(PROMPT, OPTIONS);
            }
            recording.stop();
            recording.dump(file);
        }
        final Map<String, RecordedEvent> events = RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().startsWith("dev.ingot."))
                .collect(toMap(event -> event.getEventType().getName(), event -> event));
        assertThat(events).containsOnlyKeys("dev.ingot.Load", "dev.ingot.Prefill", "dev.ingot.Decode",
                "dev.ingot.Generation");
        final RecordedEvent whole = event(events, "dev.ingot.Generation");
        assertThat(whole.getString("model")).isEqualTo("small");
        assertThat(whole.getInt("tokens")).isEqualTo(6);
        assertThat(whole.getString("finishReason")).isEqualTo("LENGTH");
        assertThat(whole.getDuration())
                .isGreaterThanOrEqualTo(event(events, "dev.ingot.Prefill").getDuration());
        assertThat(event(events, "dev.ingot.Decode").getDuration()).isPositive();
        assertThat(event(events, "dev.ingot.Load").getLong("bytes")).isPositive();
    }

    private static RecordedEvent event(final Map<String, RecordedEvent> events, final String name) {
        return java.util.Objects.requireNonNull(events.get(name));
    }
}
