package dev.ingot.foundry.doctor;

import static dev.ingot.foundry.doctor.Patient.GENAI;
import static dev.ingot.foundry.doctor.Patient.INFERENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.Pipeline;
import dev.ingot.Precision;
import dev.ingot.Registration;
import dev.ingot.foundry.FoundryCache;
import dev.ingot.foundry.TestModels;
import dev.ingot.json.JsonFiles;
import dev.ingot.onnx.ElementType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoctorTest {

    private static final Path FIXTURES = Path.of(System.getProperty("ingot.fixtures"));

    @TempDir
    private Path root;

    /** The usual rest of a clone without git-lfs, whichever file it stands for. */
    @ParameterizedTest
    @ValueSource(strings = {"model.onnx", Patient.TOKENIZER, GENAI, "config.json"})
    void aPointerOfGitLfsIsCalledOne(final String name) throws IOException {
        final var patient = Patient.in(root);
        patient.put(name, "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n");
        assertThat(Doctor.of(patient.directory()).examine().findings()).anySatisfy(finding -> assertThat(
                finding.path().endsWith(name) && finding.found().contains("git lfs pull"))
                .as(finding.toString()).isTrue());
    }

    @Test
    void whatBeginsAsNoJsonIsShownWithItsLine() throws IOException {
        final var patient = Patient.in(root);
        patient.put(GENAI, "// mine\n" + Files.readString(patient.file(GENAI)));
        assertThat(Doctor.of(patient.directory()).examine().findings()).singleElement().asString()
                .contains("genai_config.json:1:").contains("found '// mine'");
    }

    @Test
    void nothingIsWrongWithAHealthyModel() throws IOException {
        final var patient = Patient.in(root);
        for (final Doctor doctor : List.of(Doctor.of(FoundryCache.open(root)), Doctor.of(root),
                Doctor.of(patient.directory()), Doctor.of(patient.file("model.onnx")))) {
            assertThat(doctor.examine().findings()).isEmpty();
            assertThat(doctor.listing().findings()).isEmpty();
            assertThat(doctor.fix().done()).isEmpty();
        }
        assertThat(TestModels.names(patient.directory())).noneMatch(name -> name.endsWith(".old"));
        assertThat(root.resolve(".ingot.lock")).doesNotExist();
    }

    @Test
    void aPathIsWhatItsFilesMakeIt() throws IOException {
        final var patient = Patient.in(root);
        assertThat(Subject.of(root)).isEqualTo(Subject.CACHE);
        assertThat(Subject.of(patient.directory())).isEqualTo(Subject.MODEL);
        assertThat(Subject.of(FIXTURES.resolve("qwen2"))).isEqualTo(Subject.CHECKPOINT);
        assertThat(Subject.of(root.resolve("none"))).isEqualTo(Subject.NOTHING);
        assertThat(Subject.of(Files.createDirectory(root.resolve("empty")))).isEqualTo(Subject.CACHE);
        Files.createFile(root.resolve("model.onnx"));
        assertThat(Subject.of(root)).isEqualTo(Subject.CACHE);
    }

    @Test
    void aPathWithoutAnythingIsSaidToBeOne() {
        final var report = Doctor.of(root.resolve("a").resolve("b")).examine();
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.fault()).isEqualTo(Fault.NO_SUCH_PATH);
            assertThat(finding.fix()).contains(root + " is there");
        });
        assertThat(Doctor.of(FoundryCache.open(root.resolve("c"))).examine().findings())
                .extracting(Finding::fault).containsExactly(Fault.NO_SUCH_PATH);
        assertThat(Doctor.of(FoundryCache.open(root.resolve("c"))).listing().findings()).isEmpty();
        assertThat(root.resolve("c")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"qwen2, STRINGS_SAY_LESS", "phi3, STRINGS_SAY_LESS", "llama3, STRINGS_SAY_LESS",
            "gemma2, ROLE_WITHOUT_STRING STRINGS_SAY_LESS",
            "smollm3, TEMPLATE_BEYOND_ENGINE STRINGS_SAY_LESS"})
    void nothingIsWrongWithWhatAConversionMakes(final String fixture, final String notes) {
        final var cache = FoundryCache.open(root.resolve("cache"));
        Pipeline.from(FIXTURES.resolve(fixture)).quantize(Precision.INT4).toOnnx(root.resolve("out"))
                .register(cache, Registration.DEFAULT.name(fixture));
        final Report report = Doctor.of(cache).examine();
        assertThat(report.listed()).hasSize(1);
        assertThat(report.isHealthy()).as(report.toText()).isTrue();
        assertThat(report.repairs()).isEmpty();
        assertThat(report.findings()).as(report.toText()).extracting(finding -> finding.fault().name())
                .containsExactly(notes.split(" "));
    }

    @Test
    void findingsNameTheLine() throws IOException {
        final var patient = Patient.in(root);
        patient.put(INFERENCE, "{\n  \"Version\": \"1\",\n  \"name\": \"m\"\n}\n");
        patient.put("config.json", "{\n  \"model_type\": \"qwen2\",\n  oops\n}\n");
        final var findings = Doctor.of(root).examine().findings();
        assertThat(findings).anySatisfy(finding -> {
            assertThat(finding.fault()).isEqualTo(Fault.NAME_KEY_CASE);
            assertThat(finding.line()).hasValue(3);
            assertThat(finding.expected()).contains("Name");
            assertThat(finding.found()).contains("name");
            assertThat(finding.toString()).contains(INFERENCE + ":3: INGOT-D108 not listed: ");
        }).anySatisfy(finding -> {
            assertThat(finding.fault()).isEqualTo(Fault.BAD_JSON);
            assertThat(finding.line()).hasValue(3);
        });
    }

    @Test
    void aLongLengthCostsNothingWhereNothingIsAllocatedAhead() throws IOException {
        final var patient = Patient.in(root);
        patient.set(GENAI, "model.context_length", 20_000_000);
        patient.set(GENAI, "search.max_length", 20_000_001);
        patient.set(GENAI, "search.past_present_share_buffer", false);
        assertThat(Doctor.of(patient.directory()).fix().after().findings()).isEmpty();
        assertThat(JsonFiles.read(patient.file(GENAI)).object("search").orElseThrow().integer("max_length"))
                .hasValue(20_000_000);
    }

    @Test
    void aCacheOfHalvesTakesHalfTheBytes() throws IOException {
        final var patient = Patient.in(root);
        Patient.write(ElementType.FLOAT16, patient.directory());
        patient.set(GENAI, "model.context_length", 20_000_000);
        patient.set(GENAI, "search.max_length", 20_000_000);
        patient.set(GENAI, "search.past_present_share_buffer", true);
        assertThat(Doctor.of(patient.directory()).examine().findings()).isEmpty();
        patient.set(GENAI, "model.context_length", 40_000_000);
        patient.set(GENAI, "search.max_length", 40_000_000);
        assertThat(Doctor.of(patient.directory()).examine().findings()).singleElement()
                .satisfies(finding -> assertThat(finding.found()).contains("takes 1.2 GB"));
    }

    @Test
    void aModelWithAModelInsideIsAModelStill() throws IOException {
        final var patient = Patient.in(root);
        Patient.at(root, patient.directory().resolve("inner")).set(INFERENCE, "Name", "inner");
        final Report report = Doctor.of(patient.directory()).examine();
        assertThat(report.subject()).isEqualTo(Subject.MODEL);
        assertThat(report.listed()).hasSize(1);
        assertThat(report.findings()).extracting(Finding::fault).containsExactly(Fault.NESTED_MODEL);
    }

    @Test
    void aVariantForAnotherDeviceMayBeNamedForIt() throws IOException {
        final var patient = Patient.in(root);
        patient.set(INFERENCE, "Name", "phi-cuda-gpu:1");
        assertThat(Doctor.of(root).examine().findings()).extracting(Finding::fault)
                .containsExactly(Fault.NAME_DEVICE);
        patient.set(GENAI, "model.decoder.session_options.provider_options",
                List.of(Map.of("cuda", Map.of("enable_cuda_graph", "0"))));
        assertThat(Doctor.of(root).examine().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.fault()).isEqualTo(Fault.OTHER_PROVIDER);
            assertThat(finding.found()).contains("cuda");
            assertThat(finding.line()).isPresent();
        });
        patient.set(GENAI, "model.decoder.session_options.provider_options",
                List.of(Map.of("CPU", Map.of())));
        assertThat(Doctor.of(root).examine().findings()).extracting(Finding::fault)
                .containsExactly(Fault.NAME_DEVICE);
    }

    @Test
    void aModelAloneIsSaidToBeListedOrNot() throws IOException {
        final var patient = Patient.in(root);
        assertThat(Doctor.of(patient.directory()).examine().toText()).contains("directory, listed as m:0\n");
        Files.delete(patient.file(INFERENCE));
        assertThat(Doctor.of(patient.directory()).examine().toText()).contains("directory, not listed\n");
    }

    @Test
    void aListingReadsNeitherGraphNorTemplate() throws IOException {
        final var patient = Patient.in(root);
        patient.put("model.onnx", "");
        patient.template("{% if %}");
        patient.set(INFERENCE, "Name", "phi-npu");
        assertThat(Doctor.of(root).listing().findings()).extracting(Finding::fault)
                .containsExactly(Fault.NAME_DEVICE);
        assertThat(Doctor.of(root).examine().findings()).extracting(Finding::fault)
                .contains(Fault.GRAPH_DAMAGED, Fault.TEMPLATE_FAILS, Fault.NAME_DEVICE);
    }

    @Test
    void aReportSaysWhatIsListedAndWhatIsNot() throws IOException {
        Patient.in(root);
        Patient.at(root, root.resolve("broken")).put(INFERENCE, "{");
        final String text = Doctor.of(root).examine().toText();
        assertThat(text).startsWith(root + ": a cache, 1 model listed\n  m:0  custom")
                .contains("INGOT-D107 not listed\n", "\n  expected  valid JSON\n",
                        "\n1 finding: 1 not listed\n");
        assertThat(Doctor.of(root.resolve("custom")).examine().toText())
                .endsWith("\nnothing to complain about\n");
    }

    @Test
    void aReportForProgramsHasEverything() throws IOException {
        final var patient = Patient.in(root);
        patient.set(GENAI, "search.max_length", 100);
        final var json = JsonFiles.parse(root, Doctor.of(root).examine().toJson().getBytes(
                StandardCharsets.UTF_8));
        assertThat(json.string("subject")).hasValue("cache");
        assertThat(json.bool("healthy")).hasValue(false);
        assertThat(json.objects("listed").orElseThrow().getFirst().string("id")).hasValue("m:0");
        final var finding = json.objects("findings").orElseThrow().getFirst();
        assertThat(finding.string("code")).hasValue("INGOT-D301");
        assertThat(finding.string("fault")).hasValue("length_above_context");
        assertThat(finding.string("severity")).hasValue("broken");
        assertThat(finding.string("path").orElseThrow()).endsWith(GENAI);
        assertThat(finding.integer("line")).isPresent();
        assertThat(finding.string("expected")).hasValue("at most 64");
        assertThat(finding.string("found")).hasValue("100");
        assertThat(finding.bool("repairable")).hasValue(true);
    }
}
