package dev.ingot.foundry.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.StorageException;
import dev.ingot.foundry.cli.Cli.Outcome;
import dev.ingot.json.JsonFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands bench and validate. */
class ValidateTest {

    private static final Path HEARTH = Path.of(System.getProperty("ingot.models")).resolve("hearth-slm");
    private static final String RIGHT = "{\"id\": \"dim\", \"ask\": \"dim the kitchen lights to 40%\", \"contains\":"
            + " \"kitchen\"}\n";

    @TempDir
    static Path work;

    @BeforeAll
    static void convert() throws IOException {
        assertThat(line("convert --model HEARTH --output WORK/out --name house --register --cache WORK/cache")
                .code())
                .isZero();
        Files.writeString(work.resolve("good"), RIGHT);
        Files.writeString(work.resolve("bad"),
                RIGHT + RIGHT.replace("\"dim\"", "\"hall\"").replace("\"kitchen\"",
                        "\"hall\""));
    }

    private static Outcome line(final String line) {
        return new Cli(work.resolve("home")).run(line.replace("HEARTH", HEARTH.toString())
                .replace("WORK", work.toString()).split(" "));
    }

    @Test
    void anItemThatFailsIsExitCodeOneAndInEveryReport() {
        final var outcome = line(
                "validate --model house --cache WORK/cache --suite WORK/bad --rounds 2 --warm-up 0"
                        + " --lengths 16 --max-tokens 40 --seed 3 --timeout 20 --json WORK/v.json --html WORK/v.html"
                        + " --junit WORK/v.xml");
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(1);
        assertThat(outcome.errors()).contains("answers 0 %").anyMatch(line -> line.startsWith("memory"));
        assertThat(outcome.out()).contains("failed: answers: hall", "expected a text with \"hall\" in it")
                .endsWith("FAILED; 3 could not be told\n");
        assertThat(JsonFiles.read(work.resolve("v.json")).asMap()).containsEntry("passed", false)
                .containsEntry("suite", "bad").containsEntry("model", "house");
        assertThat(work.resolve("v.html")).content().startsWith("<!DOCTYPE html>").contains("Not fit yet");
        assertThat(work.resolve("v.xml")).content().startsWith("<?xml").contains("<failure message=");
    }

    @Test
    void aBenchmarkThatKeepsItsLimitsIsExitCodeZero() {
        final var outcome = line(
                "bench --model WORK/out --suite WORK/good --rounds 3 --warm-up 0 --lengths 16,32"
                        + " --max-tokens 40 --concurrency 2 --max-first-token 30 --max-response 60 --min-speed 0.01"
                        + " --json WORK/b.json --html WORK/b.html --junit WORK/b.xml");
        assertThat(outcome.code()).as(outcome.err() + outcome.out()).isZero();
        assertThat(outcome.out()).contains("prompt tokens", "p95 needs 20 values", "resident at most");
        assertThat(JsonFiles.read(work.resolve("b.json")).asMap()).containsEntry("passed", true)
                .containsEntry("concurrency", 2);
        assertThat(work.resolve("b.html")).exists();
        assertThat(work.resolve("b.xml")).exists();
    }

    @Test
    void aLimitThatDoesNotHoldIsExitCodeOne() {
        final var outcome = line(
                "bench --model WORK/out --suite WORK/good --rounds 1 --warm-up 0 --lengths 16"
                        + " --max-tokens 2 --max-response 0.000001 --min-relevance 50%");
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(1);
        assertThat(outcome.out()).contains(
                "failed: prompts of 16 tokens: expected a response time of at most",
                "failed: quality: expected words in common");
    }

    @Test
    void undecidedChecksAreToldAndFailWhenThatIsAskedFor() {
        final var outcome = line(
                "validate --model house --cache WORK/cache --suite WORK/good --rounds 1 --warm-up 0"
                        + " --lengths 16 --max-tokens 40 --strict");
        assertThat(outcome.out()).contains("undecided: speed: prompts of 16 tokens")
                .endsWith("passed; 1 could not be told\n");
        assertThat(outcome.code()).isEqualTo(1);
    }

    @Test
    void eachHelpHasItsOwnDefaults() {
        assertThat(line("bench --help").out().replaceAll("\\s+", " ")).contains("default: 20.", "default: 3.",
                "default: 32.").doesNotContain("validate", "128");
        assertThat(line("validate --help").out().replaceAll("\\s+", " ")).contains("default: 30.",
                "default: 10.", "default: 128.").doesNotContain("bench");
    }

    @Test
    void filesThatCannotBeWrittenAreFoundBeforeTheWork() {
        for (final String option : List.of("--json", "--html", "--junit")) {
            final var outcome = line("validate --model house --cache WORK/cache --suite WORK/good " + option
                    + " WORK/none/report");
            assertThat(outcome.code()).isEqualTo(2);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.errors()).singleElement().asString().startsWith("ingot: " + option)
                    .contains("expected the directory ");
        }
        assertThat(line("bench --model house --cache WORK/cache --html WORK").errors()).singleElement()
                .asString().contains("--html: expected a file to write, found the directory ");
    }

    @Test
    void whatKeepsAModelFromBeingMeasuredIsLeftForContinuousIntegration() throws IOException {
        Files.createDirectories(work.resolve("broken"));
        for (final String command : List.of("validate --suite WORK/good --model WORK/broken",
                "validate --suite WORK/good --model hause --cache WORK/cache",
                "bench --model house --cache WORK/cache --lengths 100000")) {
            Files.writeString(work.resolve("f.xml"), "of the run before");
            final var outcome = line(command + " --junit WORK/f.xml --json WORK/f.json");
            assertThat(outcome.code()).isEqualTo(2);
            assertThat(outcome.errors()).hasSize(1);
            assertThat(work.resolve("f.xml")).content().contains("errors=\"1\"", "<error message=");
            final var json = JsonFiles.read(work.resolve("f.json"));
            assertThat(json.bool("passed")).hasValue(false);
            assertThat(outcome.errors().getFirst()).contains(json.string("error").orElseThrow());
        }
    }

    @Test
    void aRunThatIsInterruptedIsLeftForContinuousIntegrationToo() {
        try {
            Thread.currentThread().interrupt();
            final var outcome = line("validate --model house --cache WORK/cache --suite WORK/good"
                    + " --junit WORK/i.xml --json WORK/i.json");
            assertThat(outcome.code()).isNotZero();
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
        assertThat(work.resolve("i.xml")).content().contains("errors=\"1\"");
        assertThat(work.resolve("i.json")).content().contains("\"passed\": false");
    }

    @Test
    void reportsDoNotShareAFile() {
        for (final String options : List.of("--json WORK/r --html WORK/r", "--json WORK/r --junit WORK/./r",
                "--html WORK/r --junit WORK/r")) {
            final var outcome = line(
                    "validate --model house --cache WORK/cache --suite WORK/good " + options);
            assertThat(outcome.code()).isEqualTo(2);
            assertThat(outcome.errors()).singleElement().asString().contains("expected two files, found");
        }
    }

    @Test
    void everyReportIsWrittenWhateverBecomesOfTheOthers() {
        final var files = new ReportFiles();
        files.json = work.resolve("none/report.json");
        files.html = work.resolve("left.html");
        assertThatThrownBy(() -> files.write(() -> "{}", () -> "<html>"))
                .isInstanceOf(StorageException.class);
        assertThat(work.resolve("left.html")).hasContent("<html>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"validate --model WORK/out", "validate --model WORK/out --suite WORK/none",
            "validate --model WORK/none/x --suite WORK/good",
            "validate --model WORK/out --suite WORK/out/ingot.json",
            "bench --model WORK/out --rounds 0", "bench --model WORK/out --lengths 16,x",
            "bench --model WORK/out --lengths 100000", "bench --model WORK/out --timeout 0",
            "bench --model WORK/out --concurrency 0", "bench --model WORK/out --min-relevance much"})
    void badInputIsExitCodeTwoAndOneLine(final String command) {
        final var outcome = line(command);
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.errors()).hasSize(1);
    }
}
