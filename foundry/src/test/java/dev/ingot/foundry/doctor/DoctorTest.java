package dev.ingot.foundry.doctor;

import static dev.ingot.foundry.doctor.Patient.GENAI;
import static dev.ingot.foundry.doctor.Patient.INFERENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.Pipeline;
import dev.ingot.Precision;
import dev.ingot.Registration;
import dev.ingot.error.CancelledException;
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

class DoctorTest {

    private static final Path FIXTURES = Path.of(System.getProperty("ingot.fixtures"));

    @TempDir
    private Path root;

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
    void severalFaultsOfOneFileAreMendedTogetherAndItsFirstContentIsKept() throws IOException {
        final var patient = Patient.in(root);
        patient.set(GENAI, "search.max_length", 100);
        patient.set(GENAI, "model.eos_token_id", 2);
        patient.set(GENAI, "model.prompt_templates", Map.of());
        final String before = Files.readString(patient.file(GENAI));
        final Treatment treatment = Doctor.of(patient.directory()).fix();
        assertThat(treatment.done()).hasSize(3).allMatch(line -> line.startsWith("mended"));
        assertThat(treatment.after().findings()).isEmpty();
        assertThat(treatment.kept()).containsOnlyKeys(patient.file(GENAI));
        assertThat(patient.file(GENAI + ".old")).hasContent(before);
        assertThat(JsonFiles.read(patient.file(GENAI)).object("model").orElseThrow().integers("eos_token_id"))
                .containsExactly(2, 4);
        patient.set(GENAI, "search.max_length", 100);
        Doctor.of(patient.directory()).fix();
        assertThat(patient.file(GENAI + ".old")).hasContent(before);
        assertThat(patient.file(GENAI + ".old.2")).exists();
    }

    @Test
    void anEndTokenThatTheTemplateNeverWritesGivesWayToThoseThatItDoes() throws IOException {
        final var patient = Patient.in(root);
        patient.set(GENAI, "model.eos_token_id", 1);
        final Doctor doctor = Doctor.of(patient.directory());
        assertThat(doctor.examine().findings()).extracting(Finding::fault)
                .contains(Fault.END_TOKEN_ORDINARY, Fault.TURN_END_IS_NO_END);
        assertThat(doctor.fix().after().findings()).isEmpty();
        assertThat(JsonFiles.read(patient.file(GENAI)).object("model").orElseThrow().integers("eos_token_id"))
                .containsExactly(4, 2);
    }

    @Test
    void stringsAreNotDerivedFromATemplateThatIsInDoubt() throws IOException {
        final var patient = Patient.in(root);
        patient.put("chat_template.jinja", patient.source());
        patient.template("");
        final String right = Files.readString(patient.file(INFERENCE));
        final Treatment treatment = Doctor.of(patient.directory()).fix();
        assertThat(treatment.done()).isEmpty();
        assertThat(treatment.after().findings()).extracting(Finding::fault).contains(Fault.TEMPLATE_TWICE);
        assertThat(patient.file(INFERENCE)).hasContent(right);
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
    void asManyFaultsAsAFileHasAreMendedAtOnce() throws IOException {
        final var patient = Patient.in(root);
        patient.set(GENAI, "search.max_length", 100);
        patient.set(GENAI, "search.top_k", 50);
        patient.set(GENAI, "model.eos_token_id", 2);
        patient.set(GENAI, "model.prompt_templates", Map.of());
        patient.set(GENAI, "model.decoder.num_hidden_layers", 2);
        patient.set(GENAI, "model.decoder.num_key_value_heads", 2);
        patient.set(GENAI, "model.decoder.head_size", 16);
        patient.set(GENAI, "model.decoder.inputs.position_ids", "position_ids");
        final Treatment treatment = Doctor.of(patient.directory()).fix();
        assertThat(treatment.done()).hasSize(8);
        assertThat(treatment.after().findings()).isEmpty();
    }

    @Test
    void noModelIsGivenTheNameOfAnother() throws IOException {
        Patient.at(root, root.resolve("a")).set(INFERENCE, "Name", "bar");
        final var nameless = Patient.at(root, root.resolve("zeta").resolve("bar"));
        nameless.remove(INFERENCE, "Name");
        final var cache = FoundryCache.open(root);
        for (final Doctor doctor : List.of(Doctor.of(cache), Doctor.of(nameless.directory()).within(cache))) {
            final Treatment treatment = doctor.fix();
            assertThat(treatment.done()).isEmpty();
            assertThat(treatment.after().findings()).singleElement()
                    .satisfies(finding -> assertThat(finding.fix()).contains("has the name bar already"));
        }
        nameless.set(INFERENCE, "name", "bar");
        assertThat(Doctor.of(cache).fix().done()).isEmpty();
        assertThat(cache.find("bar").directory()).isEqualTo(root.resolve("a"));
    }

    @Test
    void oneOfTwoModelsIsGivenAProposedName() throws IOException {
        Patient.at(root, root.resolve("a").resolve("bar")).remove(INFERENCE, "Name");
        Patient.at(root, root.resolve("b").resolve("bar")).remove(INFERENCE, "Name");
        final Treatment treatment = Doctor.of(root).fix();
        assertThat(treatment.done()).hasSize(1);
        assertThat(treatment.after().findings()).extracting(Finding::fault).containsExactly(Fault.NO_NAME);
    }

    @Test
    void aModelOfACacheIsMendedUnderTheLockOfTheCache() throws IOException {
        final var patient = Patient.in(root);
        final var cache = FoundryCache.open(root);
        patient.set(GENAI, "search.max_length", 100);
        final Doctor named = Doctor.of(patient.directory()).within(cache);
        cache.exclusively(() -> {});
        for (final Doctor doctor : List.of(named, Doctor.of(patient.directory()))) {
            // Whoever waits for a lock can be interrupted.
            Thread.currentThread().interrupt();
            try {
                assertThatThrownBy(doctor::fix).isInstanceOf(CancelledException.class);
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
        }
        assertThat(named.fix().done()).hasSize(1);
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
    void aCommandToCopyNamesTheCacheAndQuotesPaths() throws IOException {
        final Path cache = root.resolve("my cache");
        Files.delete(Patient.in(cache).file(INFERENCE));
        assertThat(Doctor.of(FoundryCache.open(cache)).examine().findings()).singleElement()
                .satisfies(
                        finding -> assertThat(finding.fix()).endsWith("register \"" + cache.resolve("custom")
                                .resolve("m") + "\" --name NAME --cache \"" + cache + "\""));
    }

    @Test
    void whatOneRepairUncoversIsMendedToo() throws IOException {
        final var patient = Patient.in(root);
        patient.set(GENAI, "search.max_length", 100);
        Files.move(patient.file(GENAI), patient.file("GENAI_CONFIG.json"));
        final Treatment treatment = Doctor.of(root).fix();
        assertThat(treatment.after().findings()).isEmpty();
        assertThat(treatment.after().listed()).hasSize(1);
        assertThat(treatment.done()).hasSize(2);
    }

    @Test
    void aRepairThatFailsIsToldAndTheRestIsMended() throws IOException {
        final var patient = Patient.in(root);
        patient.set(GENAI, "search.max_length", 100);
        patient.set(INFERENCE, "ModelConfig.top_p", 2);
        for (int i = 1; i < 1000; i++) {
            patient.put(GENAI + ".old" + (i == 1 ? "" : "." + i), "");
        }
        final Treatment treatment = Doctor.of(root).fix();
        assertThat(treatment.done())
                .anyMatch(line -> line.startsWith("not mended: ") && line.contains("no name is"))
                .anyMatch(line -> line.startsWith("mended: "));
        assertThat(treatment.after().findings()).extracting(Finding::fault)
                .containsExactly(Fault.LENGTH_ABOVE_CONTEXT);
        assertThat(JsonFiles.read(patient.file(GENAI)).object("search").orElseThrow().integer("max_length"))
                .hasValue(100);
    }

    @Test
    void aVariantForAnotherDeviceMayBeNamedForIt() throws IOException {
        final var patient = Patient.in(root);
        patient.set(INFERENCE, "Name", "phi-cuda-gpu:1");
        assertThat(Doctor.of(root).examine().findings()).extracting(Finding::fault)
                .containsExactly(Fault.NAME_DEVICE);
        patient.set(GENAI, "model.decoder.session_options.provider_options",
                List.of(Map.of("cuda", Map.of("enable_cuda_graph", "0"))));
        assertThat(Doctor.of(root).examine().findings()).isEmpty();
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
        final var treatment = JsonFiles.parse(root,
                Doctor.of(root).fix().toJson().getBytes(StandardCharsets.UTF_8));
        assertThat(treatment.strings("done").orElseThrow()).hasSize(1);
        assertThat(treatment.object("after").orElseThrow().bool("healthy")).hasValue(true);
    }
}
