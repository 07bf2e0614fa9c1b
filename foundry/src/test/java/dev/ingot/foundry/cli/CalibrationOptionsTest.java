package dev.ingot.foundry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.foundry.cli.Cli.Outcome;
import dev.ingot.json.JsonFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationOptionsTest {

    private static final Path LLAMA = Path.of(System.getProperty("ingot.fixtures"), "llama");
    private static final Path TEXT = Path.of(System.getProperty("ingot.models"), "eval", "calibration.txt");

    @TempDir
    private Path work;

    private Outcome convert(final String options) {
        return new Cli(work.resolve("home")).run(("convert --model " + LLAMA + " --output "
                + work.resolve("out") + " " + options).split(" "));
    }

    @Test
    void textGuidesTheRounding() {
        final var converted = convert("--algorithm gptq --block-size 64 --calibration " + TEXT);
        assertThat(converted.code()).as(converted.err()).isZero();
        final var facts = JsonFiles.read(work.resolve("out").resolve("ingot.json"));
        assertThat(facts.string("algorithm")).contains("gptq");
        assertThat(facts.string("calibration").orElseThrow()).startsWith("text ");
    }

    @Test
    void textWithoutAMethodThatReadsItIsRefused() {
        final var refused = convert("--algorithm rtn --calibration " + TEXT);
        assertThat(refused.code()).isNotZero();
        assertThat(refused.err()).contains("--calibration goes with --algorithm gptq or awq");
        assertThat(work.resolve("out")).doesNotExist();
    }

    @Test
    void settingsOfGptqWithoutItAreRefused() {
        assertThat(convert("--algorithm hqq --damping 0.1").err()).contains("go with --algorithm gptq");
        assertThat(convert("--natural-order").err()).contains("go with --algorithm gptq");
    }

    @Test
    void textThatIsNotThereIsNamed() {
        final var refused = convert("--algorithm awq --calibration " + work.resolve("none.txt"));
        assertThat(refused.code()).isNotZero();
        assertThat(refused.err()).contains("none.txt: no such file or directory")
                .doesNotContain("NoSuchFile");
    }

    @Test
    void unknownMethodIsAnsweredWithAllMethods() {
        final var refused = convert("--algorithm kquant");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("default, rtn, k_quant, hqq", "gptq", "awq", "kquant");
    }

    @Test
    void planCountsTheRunsOfTheModel() {
        final var planned = convert("--dry-run --algorithm awq");
        assertThat(planned.code()).as(planned.err()).isZero();
        assertThat(planned.out()).contains("calibration on 16,384 tokens");
        assertThat(convert("--dry-run --algorithm hqq").out()).doesNotContain("calibration");
    }

    @Test
    void layersAreShown() {
        final var converted = convert(
                "--algorithm gptq --damping 0.05 --natural-order --calibration " + TEXT);
        assertThat(converted.err()).contains("calibrating: layers 0 of 3", "calibrating: layers 2 of 3");
        final var facts = JsonFiles.read(work.resolve("out").resolve("ingot.json"));
        assertThat(facts.number("damping")).hasValue(0.05);
        assertThat(facts.bool("act_order")).contains(false);
    }
}
