package dev.ingot.olive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.Awq;
import dev.ingot.Blockwise;
import dev.ingot.Calibration;
import dev.ingot.Gptq;
import dev.ingot.OperatorChoice;
import dev.ingot.Pipeline;
import dev.ingot.Precision;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The passes of run files that run the model on text. */
class CalibratedPassTest {

    private static final String BUILDER = "'b': {'type': 'ModelBuilder', 'precision': 'int4'}";

    @TempDir
    private Path work;

    /** Knows what it would have been made of. */
    private record Named(String description) implements Calibration {

        @Override
        public int tokens() {
            return 1;
        }

        @Override
        public boolean generates() {
            return false;
        }

        @Override
        public List<int[]> windows(final Subject model) {
            return List.of();
        }

        @Override
        public Program load(final byte[] graph) {
            throw new UnsupportedOperationException();
        }
    }

    private Path file(final String passes, final String more) throws IOException {
        return Files.writeString(work.resolve("run.json"), ("{'input_model': {'model_path': 'm'}, 'passes': {"
                + passes + "}" + more + "}").replace('\'', '"'));
    }

    private OliveRun run(final String passes, final String more) throws IOException {
        return OliveRun.read(file(passes, more), text -> new Named(String.valueOf(text)));
    }

    private Blockwise gptq(final String options, final String more) throws IOException {
        return (Blockwise) run("'g': {'type': 'Gptq'" + options + "}, " + BUILDER, more).precision();
    }

    @Test
    void gptqHasTheDefaultsOfOlive() throws IOException {
        final var run = run("'g': {'type': 'Gptq'}, " + BUILDER, "");
        assertThat(run.precision()).isEqualTo(
                Precision.INT4.blockSize(128).method(new Gptq(new Named("null"), 0.01, true)));
        assertThat(run.notes()).anySatisfy(note -> assertThat(note).contains("passes.g.data_config: none",
                "the model writes"));
        assertThat(run("'g': {'type': 'GptqQuantizer', 'config': {'static_groups': true}}, " + BUILDER, "")
                .precision()).isEqualTo(run.precision());
    }

    @Test
    void gptqHonoursItsOptions() throws IOException {
        assertThat(gptq(", 'group_size': 32, 'sym': true, 'damp_percent': 0.1, 'desc_act': false", ""))
                .isEqualTo(Precision.INT4.symmetric().method(new Gptq(new Named("null"), 0.1, false)));
        final var eight = "'g': {'type': 'Gptq', 'bits': 8}, " + BUILDER.replace("int4", "int8");
        assertThat(run(eight, "").precision()).isEqualTo(Precision.INT8.asymmetric().blockSize(128)
                .method(new Gptq(new Named("null"), 0.01, true)));
    }

    @Test
    void awqHonoursItsOptions() throws IOException {
        final var awq = new Awq(new Named("null"));
        assertThat(run("'a': {'type': 'AutoAWQQuantizer'}, " + BUILDER, "").precision())
                .isEqualTo(Precision.INT4.blockSize(128).method(awq));
        assertThat(run("'a': {'type': 'AutoAWQQuantizer', 'q_group_size': 64, 'zero_point': false}, "
                + BUILDER, "").precision())
                .isEqualTo(Precision.INT4.blockSize(64).symmetric().method(awq));
    }

    @Test
    void theBuilderStillSaysHowProductsAreComputed() throws IOException {
        final var passes = "'g': {'type': 'Gptq'}, " + BUILDER.replace("'int4'",
                "'int4', 'int4_accuracy_level': 1");
        assertThat(run(passes, "").precision()).asInstanceOf(InstanceOfAssertFactories.type(Blockwise.class))
                .satisfies(found -> assertThat(found.operators())
                        .isEqualTo(OperatorChoice.DEFAULT.accuracyLevel(1)))
                .satisfies(found -> assertThat(found.method()).isInstanceOf(Gptq.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            ", 'data_config': 'mine' | , 'data_configs': [{'name': 'other'}, {'name': 'mine', LOAD}]",
            ", 'data_config': 'mine' | , 'data_configs': {'mine': {LOAD}}",
            ", 'data_config': {'name': 'mine', LOAD} |"})
    void aLocalTextIsFound(final String parts) throws IOException {
        final String load = "'load_dataset_config': {'data_name': 'text', 'data_files': ['a/b.txt']}";
        final String[] found = parts.replace("LOAD", load).split("\\|", -1);
        assertThat(((Gptq) gptq(found[0].strip(), found[1].strip()).method()).calibration())
                .isEqualTo(new Named(Path.of("a/b.txt").toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'name': 'mine'", "'name': 'other'",
            "'name': 'mine', 'load_dataset_config': {'data_name': 'wikitext', 'data_files': 'a.txt'}",
            "'name': 'mine', 'load_dataset_config': {'data_name': 'text', 'data_files': ['a', 'b']}"})
    void dataThatIsNoLocalTextIsRefused(final String data) {
        assertThatThrownBy(() -> gptq(", 'data_config': 'mine'", ", 'data_configs': [{" + data + "}]"))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("run.json", "passes.g.data_config", "local text file", "mine");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "'type': 'Gptq', 'group_sizes': 32 | passes.g.group_sizes | group_size",
            "'type': 'Gptq', 'overrides': {'a': 1} | passes.g.overrides | supported keys",
            "'type': 'Gptq', 'q_group_size': 32 | passes.g.q_group_size | group_size",
            "'type': 'Gptq', 'group_size': -1 | passes.g.group_size | 16, 32, 64, 128 or 256",
            "'type': 'Gptq', 'bits': 3 | passes.g.bits | 2, 4 or 8",
            "'type': 'Gptq', 'bits': 8 | passes.b.precision | int8, as passes.g.bits says",
            "'type': 'Gptq', 'damp_percent': 0 | passes.g.damp_percent | above 0",
            "'type': 'Gptq', 'lm_head': true | passes.g.lm_head | false",
            "'type': 'Gptq', 'config': {'desc': 1} | passes.g.config.desc | desc_act",
            "'type': 'AutoAWQQuantizer', 'group_size': 32 | passes.g.group_size | q_group_size",
            "'type': 'AutoAWQQuantizer', 'export_compatible': true | passes.g.export_compatible | false"})
    void whatIsNotSupportedIsNamed(final String pass, final String key, final String expected) {
        assertThatThrownBy(() -> run("'g': {" + pass + "}, " + BUILDER, ""))
                .isInstanceOf(ModelFormatException.class).hasMessageContainingAll("run.json", key, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "BUILDER, 'g': {'type': 'Gptq'} | passes.g.type | before the ModelBuilder",
            "'g': {'type': 'Gptq'}, 'h': {'type': 'AutoAWQQuantizer'}, BUILDER | passes.h.type | once",
            "'g': {'type': 'Gptq'} | passes | ModelBuilder",
            "'g': {'type': 'Gptq'}, 'b': {'type': 'ModelBuilder', 'precision': 'fp32'} | b.precision | int4",
            "'g': {'type': 'Gptq'}, 'b': {'type': 'ModelBuilder', 'precision': 'int4', 'block_size': 64}"
                    + " | b.block_size | passes.g.type decides"})
    void passesThatContradictEachOtherAreRefused(final String passes, final String key,
            final String expected) {
        assertThatThrownBy(() -> run(passes.replace("BUILDER", BUILDER), ""))
                .isInstanceOf(ModelFormatException.class).hasMessageContainingAll("run.json", key, expected);
    }

    @Test
    void withoutTextsOrACheckpointSuchAPassIsRefused() throws IOException {
        final Path file = file("'g': {'type': 'Gptq'}, " + BUILDER, "");
        assertThatThrownBy(() -> Pipeline.fromOlive(file)).isInstanceOf(InvalidOptionException.class)
                .hasMessageContainingAll("run.json", "Calibrations::of");
        final Path onnx = Files.writeString(file, Files.readString(file).replace("\"model_path\"",
                "\"type\": \"ONNXModel\", \"model_path\""));
        assertThatThrownBy(() -> OliveRun.read(onnx, text -> new Named(""))).isInstanceOf(
                ModelFormatException.class).hasMessageContainingAll("passes.g.type", "for an ONNX model");
    }
}
