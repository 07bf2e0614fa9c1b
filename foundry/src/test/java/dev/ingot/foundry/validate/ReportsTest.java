package dev.ingot.foundry.validate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.foundry.validate.CheckResult.Status;
import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class ReportsTest {

    private static Document parse(final String text) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Element> elements(final Document document, final String name) {
        final var nodes = document.getElementsByTagName(name);
        return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
    }

    private static JsonObject json(final String text) {
        return JsonFiles.parse(Path.of("report"), text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource
    void pagesShowTextAndNeverRunIt(final Status memory) throws Exception {
        for (final String page : List.of(Reports.validation(memory).toHtml(),
                Reports.benchmark(List.of(), BenchmarkLimits.NONE).toHtml())) {
            final Document document = parse(page.replaceFirst("<!DOCTYPE html>", ""));
            assertThat(elements(document, "script")).isEmpty();
            assertThat(elements(document, "b")).isEmpty();
            assertThat(elements(document, "code")).isNotEmpty().allSatisfy(code -> assertThat(
                    code.getTextContent())
                    .isEqualTo(
                            "</code><script>alert(\"1\")</script>&amp;<b>\uFFFD\uFFFD[31m\uFFFD]]>'\n\t\uFFFD\r"));
            assertThat(elements(document, "svg")).isNotEmpty();
            assertThat(page).contains("prefers-color-scheme:dark").doesNotContain("http:", "https:", "src=",
                    "@import",
                    "url(");
        }
    }

    @Test
    void theVerdictComesFirst() {
        final String failed = Reports.validation(Status.PASSED).toHtml();
        assertThat(failed.substring(0, failed.indexOf("<h2>"))).contains("Not fit yet",
                "1 of 5 checks failed: answers (1 of 2).", "1 of 2");
        final String slow = Reports.benchmark(List.of("late"), BenchmarkLimits.NONE).toHtml();
        assertThat(slow.substring(0, slow.indexOf("<h2>"))).contains("Failed", "2 of 3 checks failed",
                "found 1 without one: late");
    }

    private static String lead(final BenchmarkReport report) {
        final String page = report.toHtml();
        return page.substring(0, page.indexOf("<h2>"));
    }

    @Test
    void answersThatAreNotWhatTheSuiteDemandsFail() {
        final var wrong = List.of(Reports.answer("one", List.of("expected 1, found 2")),
                Reports.answer("two", List.of("no")));
        final var report = Reports.benchmark(List.of(), wrong, BenchmarkLimits.NONE);
        assertThat(report.passed()).isFalse();
        assertThat(report.checks().getLast().reasons())
                .containsExactly("expected all answers to be what the suite demands, found 2 that are not,"
                        + " first one: expected 1, found 2");
        assertThat(lead(report)).contains("Failed", "0 of 2").doesNotContain("Passed");
        final var lenient = Reports.benchmark(List.of(), wrong, BenchmarkLimits.NONE.minRelevance(0.4));
        assertThat(lenient.passed()).isTrue();
        assertThat(lead(lenient))
                .contains("Within its limits", "0 of 2 answers are all that the suite demands")
                .doesNotContain("Passed", "all that was demanded holds");
        final var right = Reports.benchmark(List.of(), List.of(Reports.answer("one", List.of())),
                BenchmarkLimits.NONE);
        assertThat(lead(right)).contains("Passed", "all that was demanded holds", "1 of 1");
    }

    /** The shape that the readers of continuous integration agree on: suites, a suite, its cases, what became of each. */
    @Test
    void junitCountsAndEscapes() throws Exception {
        final Document document = parse(Reports.validation(Status.UNDECIDED).toJUnit());
        final Element root = document.getDocumentElement();
        assertThat(root.getTagName()).isEqualTo("testsuites");
        assertThat(root.getAttribute("tests")).isEqualTo("5");
        assertThat(root.getAttribute("failures")).isEqualTo("1");
        assertThat(root.getAttribute("time")).isEqualTo("12.259");
        final List<Element> suites = elements(document, "testsuite");
        assertThat(suites).extracting(it -> it.getAttribute("name")).containsExactly("answers", "speed",
                "memory",
                "edge cases");
        assertThat(suites).allSatisfy(suite -> {
            final var cases = suite.getElementsByTagName("testcase");
            assertThat(suite.getAttribute("tests")).isEqualTo(String.valueOf(cases.getLength()));
            assertThat(suite.getAttribute("failures"))
                    .isEqualTo(String.valueOf(suite.getElementsByTagName("failure").getLength()));
            assertThat(suite.getAttribute("skipped"))
                    .isEqualTo(String.valueOf(suite.getElementsByTagName("skipped").getLength()));
        });
        assertThat(elements(document, "testcase")).allSatisfy(test -> {
            assertThat(test.getAttribute("classname")).isNotEmpty();
            assertThat(test.getAttribute("name")).isNotEmpty();
            assertThat(Double.parseDouble(test.getAttribute("time"))).isGreaterThanOrEqualTo(0);
        });
        final Element failure = elements(document, "failure").getFirst();
        assertThat(failure.getAttribute("message")).startsWith("</code><script>")
                .endsWith("]]>'\n\t\uFFFD\r");
        assertThat(failure.getTextContent()).endsWith("\r\nsecond");
        assertThat(elements(document, "skipped").getFirst().getAttribute("message"))
                .isEqualTo("they scatter");
    }

    /** Models, suites and answers come from anywhere; a terminal would act on what is in them. */
    @Test
    void textHasNoControlCharactersButItsLineBreaks() {
        for (final RunReport report : List.of(Reports.validation(Status.PASSED),
                Reports.benchmark(List.of(Reports.NASTY), BenchmarkLimits.NONE))) {
            assertThat(report.toText()).startsWith("tiny </code>").contains("\\u001b[31m")
                    .doesNotContainPattern("[\\p{Cc}&&[^\n]]");
            assertThat(report.toText().lines().findFirst().orElseThrow()).contains("'\\u000a\\u0009",
                    " on Linux");
        }
    }

    @Test
    void aRunThatDidNotComeToItsEndIsAnError() throws Exception {
        final var failure = RunFailure.ofValidation("tiny " + Reports.NASTY,
                new IllegalStateException("no room " + Reports.NASTY));
        final Element root = parse(failure.toJUnit()).getDocumentElement();
        assertThat(root.getAttribute("name")).startsWith("ingot validate tiny");
        for (final String element : List.of("testsuites", "testsuite")) {
            final Element counted = element.equals("testsuites")
                    ? root
                    : (Element) root.getElementsByTagName(element).item(0);
            assertThat(counted.getAttribute("tests")).isEqualTo("1");
            assertThat(counted.getAttribute("errors")).isEqualTo("1");
            assertThat(counted.getAttribute("failures")).isEqualTo("0");
        }
        final Element error = (Element) root.getElementsByTagName("error").item(0);
        assertThat(error.getAttribute("message")).startsWith("no room </code>");
        assertThat(error.getAttribute("type")).isEqualTo("IllegalStateException");
        assertThat(json(failure.toJson()).asMap()).containsEntry("kind", "validation")
                .containsEntry("passed", false).containsEntry("checks", List.of())
                .hasEntrySatisfying("error", text -> assertThat((String) text).startsWith("no room"));
        assertThat(json(RunFailure.ofBenchmark("m", new OutOfMemoryError()).toJson()).asMap())
                .containsEntry("kind", "benchmark").containsEntry("error", "java.lang.OutOfMemoryError");
    }

    @Test
    void jsonHoldsTheFigures() {
        final JsonObject validation = json(Reports.validation(Status.PASSED).toJson());
        assertThat(validation.asMap()).containsEntry("passed", false).containsEntry("kind", "validation");
        assertThat(validation.objects("checks").orElseThrow()).hasSize(5);
        assertThat(validation.objects("memory").orElseThrow().getFirst().asMap()).containsEntry("rounds", 30);
        final JsonObject benchmark = json(Reports.benchmark(List.of(), BenchmarkLimits.NONE).toJson());
        assertThat(benchmark.asMap()).containsEntry("passed", false).containsEntry("kind", "benchmark");
        final JsonObject length = benchmark.objects("lengths").orElseThrow().getFirst();
        assertThat(length.object("response_ms").orElseThrow().asMap()).containsEntry("n", 20)
                .containsEntry("p95", 64.0).containsEntry("p99", null);
        assertThat(benchmark.object("quality").orElseThrow().asMap()).containsEntry("right", 1)
                .containsEntry("f1", 0.5);
    }

    @Test
    void limitsFailWhatDoesNotKeepThem() {
        final var tight = BenchmarkLimits.NONE.maxFirstToken(Duration.ofMillis(20))
                .maxResponse(Duration.ofMillis(100)).minTokensPerSecond(1000).minRelevance(0.9);
        final var report = Reports.benchmark(List.of(), tight);
        assertThat(report.passed()).isFalse();
        assertThat(report.checks()).extracting(CheckResult::reasons).containsExactly(
                List.of("expected at least 1000 tokens per second (median), found 390"),
                List.of("expected a time to the first token of at most 20.0 ms (95th percentile), found 205 ms",
                        "expected a response time of at most 100 ms (95th percentile), found 1024 ms",
                        "expected at least 1000 tokens per second (median), found 390"),
                List.of("expected words in common (F1) of at least 0.90 on average, found 0.50"));
        assertThat(Reports.benchmark(List.of(), BenchmarkLimits.NONE.maxResponse(Duration.ofSeconds(2))
                .minTokensPerSecond(10).minRelevance(0.5)).passed()).isTrue();
    }

    @Test
    void aCliffIsTold() {
        final var smooth = List.of(Reports.length(16, List.of()), Reports.length(256, List.of()));
        assertThat(SpeedChecks.of(smooth)).singleElement().satisfies(check -> {
            assertThat(check.id()).isEqualTo("prompts of 256 tokens");
            assertThat(check.status()).isEqualTo(Status.PASSED);
        });
        final var values = Distribution.of(List.of(5000.0));
        final var slow = new LengthResult(1024, 1, List.of(), values, values, Distribution.of(List.of(3.0)),
                1,
                Duration.ofSeconds(5), Duration.ofSeconds(5));
        assertThat(SpeedChecks.of(List.of(smooth.getFirst(), slow)).getLast().reasons()).hasSize(2)
                .anySatisfy(it -> assertThat(it)
                        .startsWith("expected a token of the prompt to be read in at most 3"))
                .anySatisfy(it -> assertThat(it)
                        .startsWith("expected at least 40 % of the 390 tokens per second"));
    }

    @Test
    void oneLengthSaysNothingOfOthers() {
        assertThat(SpeedChecks.of(List.of(Reports.length(16, List.of())))).singleElement()
                .satisfies(check -> assertThat(check.status()).isEqualTo(Status.UNDECIDED));
        assertThat(SpeedChecks.of(List.of(Reports.length(16, List.of("late"))))).singleElement()
                .satisfies(check -> assertThat(check.failed()).isTrue());
    }

    @Test
    void textTellsWhatFailed() {
        assertThat(Reports.validation(Status.UNDECIDED).toText()).contains(
                "checks      passed  failed  undecided",
                "answers          1       1          0", "undecided: memory: growth of resident memory",
                "  they scatter", "resident memory: ").endsWith("\nFAILED; 1 could not be told\n");
        assertThat(Reports.benchmark(List.of("late"), BenchmarkLimits.NONE).toText())
                .contains("p99 needs 100 values; there are 20 for each length.", "1 of 2",
                        "failed: prompts of 256 tokens");
    }
}
