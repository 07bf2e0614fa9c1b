package dev.ingot.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the README shows is code that compiles and output that is printed. */
class ReadmeTest {

    private static final Path MODEL = Path.of(System.getProperty("ingot.models"), "hearth-slm");
    private static final Path README = Path.of("../README.md");
    private static final Path SOURCES = Path.of("src/main/java/dev/ingot/examples");

    @TempDir
    private Path work;

    private static String fence(final int index) throws IOException {
        return Files.readString(README).split("```", -1)[2 * index + 1];
    }

    /** Runs an example. */
    private interface Program {

        void run() throws IOException;
    }

    private static String printed(final Program program) throws IOException {
        final PrintStream standard = System.out;
        final var bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            program.run();
        } finally {
            System.setOut(standard);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({"0, FiveLines", "5, Steps", "6, Precisions", "7, SwitchedAdapters", "8, Sampled",
            "9, StillGood", "11, Constrained", "12, ValidateModel"})
    void showsCodeThatIsCompiled(final int fence, final String source) throws IOException {
        final List<String> lines = Files.readAllLines(SOURCES.resolve(source + ".java")).stream()
                .map(String::strip)
                .dropWhile(line -> !line.equals("// README-begin")).skip(1)
                .takeWhile(line -> !line.equals("// README-end")).toList();
        assertThat(lines).isNotEmpty();
        assertThat(fence(fence).lines().skip(1).map(line -> line.replaceAll(" +//.*", "").strip()))
                .containsExactlyElementsOf(lines);
    }

    @Test
    void runsTheSteps() {
        Steps.main(MODEL.toString(), MODEL.resolveSibling("hearth-lora").toString(),
                work.resolve("out").toString());
        assertThat(work.resolve("out/model.onnx")).exists();
    }

    @Test
    void demandsQualityAndReportsIt() throws IOException {
        final Path text = work.resolve("text");
        Files.writeString(text, Files.readString(MODEL.resolveSibling("eval").resolve("perplexity.txt"))
                .substring(0, 1000));
        StillGood.main(MODEL.toString(), text.toString(), work.resolve("out").toString(),
                work.resolve("page.html").toString());
        assertThat(work.resolve("out/model.onnx")).exists();
        assertThat(work.resolve("page.html")).content().contains("<svg", "int4");
    }

    /** Whether speed and memory keep to their limits is the business of a machine that does nothing else. */
    @Test
    void validatesAndMeasures() throws IOException {
        final String printed = printed(
                () -> ValidateModel.main(MODEL.toString(), MODEL.resolveSibling("suite.jsonl").toString(),
                        work.resolve("out").toString(), work.resolve("page.html").toString(),
                        work.resolve("speed.html").toString()));
        assertThat(printed)
                .doesNotContain("failed: answers", "failed: edge cases")
                .contains("tokens/s", "38 of 38");
        assertThat(work.resolve("page.html")).content().contains("<svg", "38 of 38");
        assertThat(work.resolve("speed.html")).content().contains("<svg", "first token");
    }

    @Test
    void plansEveryPrecision() throws IOException {
        final String printed = printed(() -> Precisions.main(MODEL.toString()));
        assertThat(printed.lines()).hasSize(6)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("int4 k_quant k_quant_mixed").endsWith("4 matrices of other bits"));
    }

    @Test
    void switchesAdapters() throws IOException {
        final String printed = printed(
                () -> SwitchedAdapters.main(MODEL.toString(), MODEL.resolveSibling("hearth-lora").toString(),
                        work.resolve("out").toString()));
        final List<String> lines = printed.lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst()).startsWith("[{").contains("study music", "set_timer");
        assertThat(lines.getLast()).startsWith("{").contains("kitchen", "40");
    }

    @Test
    void drawsAnAnswer() throws IOException {
        final String printed = printed(() -> Sampled.main(MODEL.toString(), work.resolve("out").toString()));
        final List<String> lines = printed.lines().toList();
        assertThat(lines.getFirst()).contains("{", "kitchen").endsWith(" STOP");
        assertThat(lines.subList(1, lines.size())).hasSizeGreaterThan(5)
                .allSatisfy(line -> assertThat(line).startsWith("-").contains("logprob="));
    }

    @Test
    void answersInTheShapeThatIsAskedFor() throws IOException {
        final String printed = printed(
                () -> Constrained.main(MODEL.toString(), work.resolve("out").toString()));
        assertThat(Files.readString(README))
                .contains("`" + printed.strip() + "`");
    }

    @Test
    void showsWhatTheExamplePrints() throws IOException {
        final String printed = printed(() -> FiveLines.main(MODEL.toString(), work.resolve("out").toString(),
                work.resolve("cache").toString()));
        assertThat(printed.strip()).isEqualTo(fence(1).strip());
    }

    @Test
    void quickstartAnswersAsTheReadmeSays() throws IOException {
        final String printed = printed(() -> Quickstart.main(MODEL.toString(), work.toString()));
        assertThat(withoutFigures(printed))
                .isEqualTo(withoutFigures(fence(3)));
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        final var links = Pattern.compile("\\]\\((?!https?:)([^)#]+)").matcher(Files.readString(README));
        final List<String> targets = links.results().map(link -> link.group(1)).toList();
        assertThat(targets).isNotEmpty()
                .allSatisfy(target -> assertThat(README.resolveSibling(target)).exists());
    }

    /** Times differ from run to run. */
    private static String withoutFigures(final String text) {
        return text.strip().replaceAll("in [0-9.]+ s", "in TIME").replaceAll("[0-9]+ tokens/s", "SPEED");
    }
}
