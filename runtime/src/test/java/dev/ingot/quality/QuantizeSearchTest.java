package dev.ingot.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.Precision;
import dev.ingot.error.InvalidOptionException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class QuantizeSearchTest {

    private static final Path HEARTH = Path.of(System.getProperty("ingot.models")).resolve("hearth-slm");

    private static final Path LLAMA = Path.of(System.getProperty("ingot.fixtures")).resolve("llama");

    @TempDir
    private Path work;

    private QuantizeSearch search() throws IOException {
        return search(HEARTH);
    }

    private QuantizeSearch search(final Path model) throws IOException {
        final String text = Files.readString(HEARTH.resolveSibling("eval").resolve("perplexity.txt"));
        return QuantizeSearch.of(model, text.substring(0, 500)).rounds(1).work(work);
    }

    private static SearchPoint point(final String name, final long bytes, final double divergence,
            final double speedup) {
        return new SearchPoint(name, bytes, new TextScore(10, 2, 0, divergence, 1, 1, 1), 100 * speedup,
                speedup, false);
    }

    private static SearchReport report(final SearchPoint... points) {
        return new SearchReport("m", 9000, new TextScore(10, 2, 0, 0, 0, 1, 1), 100, List.of(points));
    }

    @Test
    void measuresEveryPrecisionAndLeavesNothing() throws IOException {
        final var report = search().tryAll(List.of("int4:b32", "int8")).run();
        assertThat(report.points()).extracting(SearchPoint::name).containsExactly("int4:b32", "int8");
        assertThat(report.points()).allSatisfy(point -> {
            assertThat(point.score().divergence()).isPositive();
            assertThat(point.tokensPerSecond()).isPositive();
            assertThat(point.speedup()).isPositive();
        });
        assertThat(report.points().getLast().score().divergence())
                .isLessThan(report.points().getFirst().score().divergence());
        assertThat(report.bytes()).isGreaterThan(report.points().getLast().bytes());
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void theTextForCalibrationIsMadeOnce() throws IOException {
        final var calls = new AtomicInteger();
        final var text = Calibrations.text("turn on the kitchen light, please. ".repeat(40));
        final var report = search(LLAMA).tryAll(List.of("int4:gptq", "int4:b128:gptq", "int4:awq"),
                new OrtCalibration("counted", 10, false, model -> {
                    calls.incrementAndGet();
                    return text.windows(model);
                })).run();
        assertThat(report.points()).hasSize(3);
        assertThat(calls).hasValue(1);
    }

    @Test
    void keepsTheVariantsWhenAsked() throws IOException {
        final var report = search().tryAll(List.of("int4:b128")).keep().run();
        assertThat(work).isDirectoryContaining(path -> path.endsWith("int4-b128"));
        assertThat(DirectorySize.of(work)).isEqualTo(report.points().getFirst().bytes());
    }

    @Test
    void theFrontIsWhatNothingBeats() {
        final var report = report(point("large", 3000, 0.1, 1), point("small", 1000, 0.5, 2),
                point("beaten", 2000, 0.6, 1.5), point("fast", 2500, 0.7, 4));
        assertThat(report.points()).extracting(SearchPoint::name).containsExactly("small", "beaten", "fast",
                "large");
        assertThat(report.front()).extracting(SearchPoint::name).containsExactly("small", "fast", "large");
    }

    @Test
    void whatIsNotANumberIsNotOnTheFront() {
        assertThat(report(point("good", 1000, 0.1, 1), point("broken", 2000, Double.NaN, 1)).front())
                .extracting(SearchPoint::name).containsExactly("good");
    }

    @Test
    void aLittleMoreSpeedIsChance() {
        assertThat(report(point("a", 1000, 0.1, 1), point("b", 1001, 0.1, 1.03)).front())
                .extracting(SearchPoint::name).containsExactly("a");
        assertThat(report(point("a", 1000, 0.1, 1), point("b", 1001, 0.1, 1.2)).front()).hasSize(2);
    }

    @Test
    void isShownInEveryForm() throws Exception {
        final var report = report(point("large", 3_000_000, 0.1, 1), point("small<&>", 1_000_000, 0.5, 2),
                point("beaten", 2_000_000, 0.6, 1.5));
        assertThat(report.toText()).contains("\n*small<&>   1.00", "\nbeaten      2.00",
                "b  beaten", "a *small<&>").contains("KL per token, logarithmic");
        assertThat(report.toJson()).contains("\"precision\": \"small<&>\"", "\"speedup\": 1.5",
                "\"front\": false", "\"kl_divergence\": 0.6");
        final var page = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new InputSource(new StringReader(report.toHtml())));
        assertThat(page.getElementsByTagName("circle").getLength()).isEqualTo(3);
        assertThat(report.toHtml()).doesNotContainIgnoringCase("http").doesNotContain("<script");
    }

    @Test
    void whatCannotBeSearchedIsRefused() throws IOException {
        final QuantizeSearch nothing = search();
        assertThatThrownBy(nothing::run).isInstanceOf(InvalidOptionException.class);
        assertThatThrownBy(() -> nothing.tryAll(List.of("int4", "int4")))
                .isInstanceOf(InvalidOptionException.class).hasMessageContaining("twice");
        assertThatThrownBy(() -> QuantizeSearch.of(HEARTH, "text").tryOne("a:b", Precision.INT4)
                .tryOne("a-b", Precision.INT8).run()).isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("a:b");
        final QuantizeSearch nowhere = QuantizeSearch.of(HEARTH, "text").tryOne("a", Precision.INT4).keep();
        assertThatThrownBy(nowhere::run).isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("keep");
    }

    @Test
    void textThatIsTooShortIsRefusedBeforeAnythingIsConverted() {
        final var converted = new AtomicInteger();
        final QuantizeSearch search = QuantizeSearch.of(HEARTH, "a").tryOne("a", Precision.INT4).work(work)
                .listener((step, done, all) -> converted.incrementAndGet());
        assertThatThrownBy(search::run).isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("at least 2 tokens");
        assertThat(converted).hasValue(0);
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void divergenceThatIsNoNumberIsNamedAndNotDrawn() throws Exception {
        final var report = report(point("broken", 1, Double.NaN, 1), point("large", 3_000_000, 0.1, 1),
                point("small", 1_000_000, 0.5, 2));
        final String chart = report.toText().substring(report.toText().indexOf("KL per token, logarithmic"));
        assertThat(chart).contains("broken (no divergence)", "large\n", "small\n").doesNotContain("NaN");
        final var page = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new InputSource(new StringReader(report.toHtml())));
        assertThat(page.getElementsByTagName("circle").getLength()).isEqualTo(2);
    }

    @Test
    void theGridIsMadeOfPrecisions() throws IOException {
        assertThat(search().tryAll(QuantizeSearch.GRID)).isNotNull();
    }
}
