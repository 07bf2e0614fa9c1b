package dev.ingot.foundry.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.OnnxModel;
import dev.ingot.Pipeline;
import dev.ingot.Precision;
import dev.ingot.error.CancelledException;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.foundry.validate.CheckResult.Status;
import dev.ingot.runtime.GenerationListener;
import dev.ingot.runtime.GenerationReport;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.GeneratorOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Benchmarks and validations of the shipped model. */
class OnHearthTest {

    private static final Path MODELS = Path.of(System.getProperty("ingot.models"));

    @TempDir
    static Path work;
    private static OnnxModel model;
    private static Generator generator;

    @BeforeAll
    static void open() {
        model = Pipeline.from(MODELS.resolve("hearth-slm")).quantize(Precision.INT4)
                .toOnnx(work.resolve("hearth"));
        generator = Generator.open(model);
    }

    @AfterAll
    static void close() {
        generator.close();
    }

    private static Suite suite(final String... lines) {
        return Suite.parse(Path.of("suite"), String.join("\n", lines));
    }

    private static List<CheckResult> group(final ValidationReport report, final String group) {
        return report.checks().stream().filter(check -> check.group().equals(group)).toList();
    }

    @Test
    void aBenchmarkMeasuresEveryLength() {
        final var report = Benchmark.of(model).lengths(64, 8).rounds(20).warmUp(1).maxNewTokens(4)
                .suite(Suite.read(MODELS.resolve("suite.jsonl"))).run(generator);
        assertThat(report.lengths()).extracting(LengthResult::promptTokens).containsExactly(8, 64);
        assertThat(report.lengths()).allSatisfy(length -> {
            assertThat(length.failures()).isEmpty();
            assertThat(length.response().count()).isEqualTo(20);
            assertThat(length.tokens()).isEqualTo(80);
            assertThat(length.firstToken().least()).isPositive()
                    .isLessThanOrEqualTo(length.firstToken().p50().orElseThrow());
            assertThat(length.firstToken().mean()).isLessThan(length.response().mean());
            assertThat(length.response().p95().orElseThrow()).isBetween(length.response().p50().orElseThrow(),
                    length.response().most());
            assertThat(length.response().p99()).isEmpty();
            assertThat(length.processor()).isPositive();
        });
        // Four tokens are the beginning of an answer.
        assertThat(report.quality().orElseThrow().cutOff())
                .isEqualTo(report.quality().orElseThrow().answers().size());
        assertThat(report.quality().orElseThrow().cosine()).isPresent();
        assertThat(report.resources().peakHeap()).isPositive();
        assertThat(report.checks()).extracting(CheckResult::failed).containsExactly(false, false, true);
    }

    @Test
    void severalUsersAskAtATime() {
        final var report = Benchmark.of(model).lengths(16).rounds(12).warmUp(0).maxNewTokens(8).concurrency(3)
                .run(generator);
        assertThat(report.lengths()).singleElement().satisfies(length -> {
            assertThat(length.requests()).isEqualTo(12);
            assertThat(length.failures()).isEmpty();
            assertThat(length.tokens()).isEqualTo(96);
        });
    }

    @Test
    void aRequestThatTakesTooLongHasFailed() {
        final var report = Benchmark.of(model).lengths(256).rounds(2).warmUp(0).timeout(Duration.ofNanos(1))
                .run(generator);
        assertThat(report.passed()).isFalse();
        assertThat(report.lengths().getFirst().failures()).hasSize(2).first().asString()
                .startsWith("expected an answer in time, found none after ");
        assertThat(report.lengths().getFirst().response().count()).isZero();
        assertThat(report.toHtml()).contains("Failed");
        assertThat(report.toJson()).doesNotContain("NaN");
    }

    @Test
    void lengthsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> Benchmark.of(model).lengths(500).run(generator))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage("length of a prompt: expected at most 480,"
                        + " what the model's context of 512 leaves beside an answer of 32, found 500");
        assertThatThrownBy(() -> Benchmark.of(model).maxNewTokens(600).run(generator))
                .isInstanceOf(InvalidOptionException.class).hasMessageContaining("expected at most 496");
        assertThatThrownBy(() -> Validator.of(model).rounds(0)).isInstanceOf(InvalidOptionException.class)
                .hasMessage("rounds: expected at least 1, found 0");
        assertThatThrownBy(() -> Validator.of(model).lengths()).isInstanceOf(InvalidOptionException.class);
        assertThatThrownBy(() -> Benchmark.of(model).timeout(Duration.ZERO))
                .isInstanceOf(InvalidOptionException.class);
    }

    /** Speed is left out: other work on the machine must not fail a test. */
    @Test
    void theShippedModelIsFitForUse() {
        final var report = Validator.of(model).suite(Suite.read(MODELS.resolve("suite.jsonl"))).rounds(3)
                .warmUp(1)
                .concurrency(2).run(generator);
        assertThat(group(report, "answers")).hasSizeGreaterThan(30).noneMatch(CheckResult::failed);
        assertThat(group(report, "edge cases")).hasSizeGreaterThan(40).noneMatch(CheckResult::failed);
        assertThat(group(report, "memory")).hasSizeGreaterThan(1).noneMatch(CheckResult::failed);
        assertThat(group(report, "speed")).hasSize(2);
        assertThat(report.quality().f1().orElseThrow()).isGreaterThan(0.95);
        assertThat(report.quality().looping()).isZero();
    }

    @Test
    void whatIsWrongIsToldItemByItem() {
        final var report = Validator
                .of(model).lengths(16).rounds(2).warmUp(0).timeout(Duration.ofSeconds(20)).suite(suite(
                        "{\"id\": \"right\", \"ask\": \"dim the kitchen lights to 40%\", \"json\":"
                                + " {\"room\": \"kitchen\", \"value\": 40.0, \"action\": \"set_brightness\"}}",
                        "{\"id\": \"room\", \"ask\": \"dim the kitchen lights to 40%\", \"json\":"
                                + " {\"action\": \"set_brightness\", \"room\": \"hall\", \"value\": 40}}",
                        "{\"id\": \"short\", \"ask\": \"dim the kitchen lights to 40%\", \"max_tokens\": 3, \"format\": \"json\"}",
                        "{\"id\": \"long\", \"prompt\": \"" + "on and on ".repeat(400) + "\"}"))
                .run(generator);
        assertThat(report.passed()).isFalse();
        assertThat(group(report, "answers")).extracting(CheckResult::status).containsExactly(Status.PASSED,
                Status.FAILED, Status.FAILED, Status.FAILED);
        assertThat(group(report, "answers")).extracting(CheckResult::reasons).element(1).asString()
                .isEqualTo("[$.room: expected \"hall\", found \"kitchen\"]");
        assertThat(group(report, "answers").get(2).reasons()).containsExactly("expected the format json",
                "the answer was cut off after 3 tokens");
        assertThat(group(report, "answers").get(3).reasons()).singleElement().asString()
                .startsWith("the prompt has ");
        assertThat(group(report, "memory")).first().satisfies(check -> {
            assertThat(check.id()).isEqualTo("requests of the rounds");
            assertThat(check.summary()).isEqualTo("6 of 8 were answered");
            assertThat(check.failed()).isTrue();
        });
        assertThat(group(report, "memory")).hasSizeGreaterThan(1).filteredOn(check -> !check.failed())
                .allMatch(check -> check.status() == Status.UNDECIDED);
    }

    /** A listener that keeps something of every request is a leak of the Java heap. */
    @Test
    void aLeakIsFound() {
        final List<byte[]> kept = new ArrayList<>();
        final var leaking = GeneratorOptions.DEFAULT.listener(new GenerationListener() {

            @Override
            public void ended(final GenerationReport report) {
                kept.add(new byte[200_000]);
            }
        });
        try (var leaky = Generator.open(model, leaking)) {
            final var settings = new RunSettings.Draft(model.directory(), "leaky", 12, 3, 8).settings();
            final var checks = LeakRun.checks(new LeakRun(settings, leaky).run(), Duration.ZERO);
            assertThat(checks).filteredOn(check -> check.id().contains("heap")).singleElement()
                    .satisfies(check -> {
                        assertThat(check.status()).isEqualTo(Status.FAILED);
                        assertThat(check.reasons().getFirst()).startsWith("it grows by at least ");
                    });
        }
        assertThat(kept).isNotEmpty();
    }

    @Test
    void anInterruptionEndsIt() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Benchmark.of(model).lengths(16).run(generator))
                .isInstanceOf(CancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
