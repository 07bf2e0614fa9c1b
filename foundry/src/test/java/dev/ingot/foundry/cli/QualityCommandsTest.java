package dev.ingot.foundry.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.foundry.cli.Cli.Outcome;
import dev.ingot.json.JsonFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QualityCommandsTest {

    private static final Path HEARTH = Path.of(System.getProperty("ingot.models")).resolve("hearth-slm");
    private static final String CONVERT = "convert --model HEARTH --output WORK/out --register --cache WORK/cache";

    @TempDir
    private Path work;

    @BeforeEach
    void writeText() throws IOException {
        Files.writeString(work.resolve("text"), Files
                .readString(HEARTH.resolveSibling("eval").resolve("perplexity.txt")).substring(0, 500));
    }

    private Outcome line(final String line) {
        return new Cli(work.resolve("home")).run(line.replace("HEARTH", HEARTH.toString())
                .replace("WORK", work.toString()).split(" "));
    }

    private void convert() {
        assertThat(line("convert --model HEARTH --output WORK/out").code()).isZero();
    }

    @Test
    void comparesAVariant() {
        convert();
        final var compared = line(
                "quality --model HEARTH --variant small=WORK/out --text WORK/text --window 64"
                        + " --work WORK/tmp --json WORK/q.json --html WORK/q.html");
        assertThat(compared.code()).as(compared.err()).isZero();
        assertThat(compared.out()).contains("tokens scored", "small", "matrices that lost most, of 31");
        assertThat(JsonFiles.read(work.resolve("q.json")).asMap()).containsEntry("model", "hearth-slm")
                .containsEntry("window", 64);
        assertThat(work.resolve("q.html")).content().startsWith("<!DOCTYPE html>");
    }

    @Test
    void aPassedLimitIsAnExitCodeOfItsOwn() {
        convert();
        final String quality = "quality --model HEARTH --variant WORK/out --text WORK/text --work WORK/tmp ";
        final var kept = line(quality + "--min-agreement 90% --max-size 4MB --max-perplexity-increase 5%");
        assertThat(kept.code()).as(kept.err()).isZero();
        final var passed = line(quality + "--max-kl 0.0000001 --max-size 4KB");
        assertThat(passed.code()).isEqualTo(3);
        assertThat(passed.out()).contains("tokens scored");
        assertThat(passed.errors()).last().asString().startsWith(
                "ingot: out: size in bytes: expected at most 4000, measured ")
                .contains("KL divergence per token: expected at most 1.00000e-07");
    }

    @Test
    void weightsAloneNeedNoText() {
        convert();
        final var compared = line("quality --model HEARTH --variant WORK/out");
        assertThat(compared.code()).as(compared.err()).isZero();
        assertThat(compared.out()).doesNotContain("tokens scored").contains("SNR dB");
        assertThat(line("quality --model HEARTH --variant WORK/out --min-agreement 1").errors())
                .singleElement().asString().endsWith("measured on a text: add --text FILE");
    }

    @Test
    void aGateLetsThroughWhatIsGoodEnough() {
        final var converted = line(CONVERT + " --gate-text WORK/text --min-agreement 90% --max-size 4MB");
        assertThat(converted.code()).as(converted.err()).isZero();
        assertThat(converted.out()).contains("Registered out");
    }

    @Test
    void aGateKeepsTheRestFromDiskAndCache() throws IOException {
        final var refused = line(CONVERT + " --gate-text WORK/text --max-kl 0.0000001");
        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.errors().getLast()).startsWith("ingot: out: KL divergence per token: expected at");
        assertThat(line(CONVERT + " --max-size 1MB").code()).isEqualTo(3);
        final var planned = line(CONVERT + " --max-size 1MB --dry-run");
        assertThat(planned.code()).isEqualTo(3);
        assertThat(planned.out()).contains("Nothing was written");
        assertThat(planned.errors().getLast()).startsWith("ingot: out: size in bytes: expected at most");
        assertThat(work.resolve("out")).doesNotExist();
        assertThat(line("cache ls --cache WORK/cache").out()).doesNotContain("out:");
        try (var files = Files.list(work)) {
            assertThat(files.map(Path::getFileName).map(Path::toString)).doesNotContain("ingot-floats")
                    .isSubsetOf("text", "cache", "home");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--min-agreement 0.9", "--gate-text WORK/text",
            "--gate-text WORK/text --max-size 4MB",
            "--gate-text WORK/none --min-agreement 0.9", "--max-size huge",
            "--gate-text WORK/text --min-agreement 98"})
    void aGateThatMakesNoSenseIsRefused(final String options) {
        final var refused = line(CONVERT + " " + options);
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.errors()).hasSize(1);
        assertThat(work.resolve("out")).doesNotExist();
    }

    @Test
    void searchesAmongPrecisions() {
        final var searched = line("quantize-search --model HEARTH --text WORK/text --work WORK/tmp"
                + " --grid int4:b128,int8 --json WORK/s.json --html WORK/s.html");
        assertThat(searched.code()).as(searched.err()).isZero();
        assertThat(searched.out()).contains("*int4:b128", "*int8", "KL per token, logarithmic");
        assertThat(work.resolve("s.json")).content().contains("\"precision\": \"int4:b128\"");
        assertThat(work.resolve("s.html")).exists();
        assertThat(line("quantize-search --model HEARTH --text WORK/text --grid int3:q").code()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"500MB, 500000000", "1.5GiB, 1610612736", "12, 12", "3 kb, 3000", "2mib, 2097152"})
    void readsSizes(final String text, final long expected) {
        assertThat(Amounts.bytes("--x", text)).isEqualTo(expected);
    }

    @Test
    void readsParts() {
        assertThat(Amounts.part("--x", "1%")).isEqualTo(0.01);
        assertThat(Amounts.part("--x", " 0.98 ")).isEqualTo(0.98);
        assertThatThrownBy(() -> Amounts.part("--x", "much")).isInstanceOf(InvalidOptionException.class)
                .hasMessageStartingWith("--x: expected a part");
    }
}
