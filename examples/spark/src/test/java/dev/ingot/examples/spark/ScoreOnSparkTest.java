package dev.ingot.examples.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ingot.Pipeline;
import dev.ingot.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every prompt is answered once, whatever happens to tasks and jobs. */
class ScoreOnSparkTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Path MODELS = Path.of(System.getProperty("ingot.models"));

    @TempDir
    private Path work;

    /** Two cores; a task may fail twice. */
    private static JavaSparkContext spark() {
        return new JavaSparkContext(new SparkConf().setMaster("local[2,3]").setAppName("test")
                .set("spark.ui.enabled", "false").set("spark.plugins", ExecutorModel.class.getName()));
    }

    private Path prompts(final int count) throws IOException {
        return Files.write(work.resolve("prompts.txt"),
                IntStream.range(0, count).mapToObj(i -> "x".repeat(i % 17) + i).toList());
    }

    private Map<Long, JsonNode> answers() throws IOException {
        final var answers = new HashMap<Long, JsonNode>();
        try (var files = Files.list(work.resolve("out"))) {
            for (final Path file : files.filter(it -> !it.endsWith(".lock")).toList()) {
                assertThat(file.getFileName().toString()).matches("part-\\d{5}-\\d{5}\\.jsonl");
                for (final String line : Files.readAllLines(file)) {
                    final JsonNode node = JSON.readTree(line);
                    assertThat(answers.put(node.get("row").asLong(), node)).as("row twice: " + line).isNull();
                }
            }
        }
        return answers;
    }

    private static String text(final Map<Long, JsonNode> answers, final long row, final String key) {
        return Objects.requireNonNull(answers.get(row)).get(key).asText();
    }

    private long run(final JavaSparkContext spark, final Scorer scorer, final Path prompts)
            throws IOException {
        return ScoreOnSpark.run(spark, scorer, prompts, work.resolve("out"), 5);
    }

    private static Scorer echo() {
        return (prompts, sink) -> {
            while (prompts.hasNext()) {
                final Prompt prompt = prompts.next();
                sink.write(prompt.row(), "answer", prompt.text());
            }
        };
    }

    /** Fails in the midst of a partition: in its first attempts, or in all. */
    private static Scorer failing(final int partition, final int attempts) {
        return (prompts, sink) -> {
            for (int i = 0; prompts.hasNext(); i++) {
                final Prompt prompt = prompts.next();
                sink.write(prompt.row(), "answer", prompt.text());
                if (i == 7 && TaskContext.get().partitionId() == partition
                        && TaskContext.get().attemptNumber() < attempts) {
                    throw new IOException("injected");
                }
            }
        };
    }

    @Test
    void aTaskThatFailsLeavesEveryRowOnce() throws IOException {
        final Path prompts = prompts(500);
        try (var spark = spark()) {
            assertThat(run(spark, failing(2, 2), prompts)).isEqualTo(500);
            assertThat(answers().keySet()).containsExactlyInAnyOrderElementsOf(
                    LongStream.range(0, 500).boxed().toList());
            assertThat(run(spark, echo(), prompts)).isZero();
        }
    }

    @Test
    void aJobThatDiedGoesOnWhereItWas() throws IOException {
        final Path prompts = prompts(500);
        try (var spark = spark()) {
            assertThatThrownBy(() -> run(spark, failing(4, 9), prompts)).isInstanceOf(SparkException.class)
                    .hasMessageContaining("injected");
            final int before = answers().size();
            assertThat(before).isBetween(1, 499);
            Files.writeString(work.resolve("out/.part-00000-00004.jsonl.77.tmp"), "half a li");
            assertThat(run(spark, echo(), prompts)).isEqualTo(500 - before);
            final var answers = answers();
            assertThat(answers).hasSize(500);
            assertThat(text(answers, 123, "answer")).isEqualTo("x".repeat(123 % 17) + "123");
        }
    }

    @Test
    void oneJobAtATime() throws IOException {
        try (var files = AnswerFiles.open(work.resolve("out"))) {
            assertThat(files.nextRun()).isZero();
            assertThatThrownBy(() -> AnswerFiles.open(work.resolve("out"))).isInstanceOf(IOException.class)
                    .hasMessageEndingWith("another job writes its answers there");
        }
    }

    @Test
    void theShippedModelAnswers() throws IOException {
        final var model = Pipeline.from(MODELS.resolve("hearth-slm")).quantize(Precision.INT4)
                .toOnnx(work.resolve("model"));
        final var items = new ArrayList<JsonNode>();
        for (final String line : Files.readAllLines(MODELS.resolve("eval/test.jsonl")).subList(0, 100)) {
            final JsonNode item = JSON.readTree(line);
            if (item.get("messages").size() == 1) {
                items.add(item);
            }
        }
        final var lines = new ArrayList<>(items.stream()
                .map(item -> item.get("messages").get(0).get("content").asText()).toList());
        lines.add("too long ".repeat(1000));
        final Path prompts = Files.write(work.resolve("prompts.txt"), lines);
        try (var spark = spark()) {
            assertThat(run(spark, new ModelScorer(model.directory().toString()), prompts))
                    .isEqualTo(lines.size());
            assertThat(ExecutorModel.isOpen()).isTrue();
        }
        assertThat(ExecutorModel.isOpen()).isFalse();
        final var answers = answers();
        assertThat(text(answers, items.size(), "error")).startsWith("the prompt has ");
        assertThat(IntStream.range(0, items.size())
                .filter(i -> text(answers, i, "answer").equals(items.get(i).get("expected").asText()))
                .count())
                .isGreaterThanOrEqualTo(items.size() - 2);
    }
}
