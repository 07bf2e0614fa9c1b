package dev.ingot.foundry.doctor;

import static dev.ingot.foundry.doctor.Patient.GENAI;
import static dev.ingot.foundry.doctor.Patient.INFERENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.CancelledException;
import dev.ingot.foundry.FoundryCache;
import dev.ingot.json.JsonFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor mends, and what it leaves to the owner. */
class TreatmentTest {

    @TempDir
    private Path root;

    @Test
    void severalFaultsOfOneFileAreMendedTogetherAndItsFirstContentIsKept() throws IOException {
        final var patient = Patient.in(root);
        patient.set(GENAI, "search.max_length", 100);
        patient.set(GENAI, "model.eos_token_id", 2);
        patient.set(GENAI, "model.prompt_templates", Map.of());
        final String before = Files.readString(patient.file(GENAI));
        final Treatment treatment = Doctor.of(patient.directory()).fix();
        assertThat(treatment.done()).hasSize(3).allSatisfy(mending -> {
            assertThat(mending.failure()).isEmpty();
            assertThat(mending.kept()).contains(patient.file(GENAI + ".old"));
        });
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
    void whatIsMendedIsAsRegisteredAgainButNotWhatOthersChanged() throws IOException {
        final var patient = Patient.in(root);
        patient.set(GENAI, "model.eos_token_id", 1);
        final var cache = FoundryCache.open(root);
        cache.renewChecksums("m");
        assertThat(Doctor.of(cache).fix().done()).isNotEmpty();
        assertThat(cache.find("m").verify().passed()).isTrue();
        patient.set(GENAI, "model.eos_token_id", 1);
        patient.set(GENAI, "search.top_k", 7);
        assertThat(Doctor.of(cache).fix().done()).isNotEmpty();
        assertThat(cache.find("m").verify().faults()).singleElement()
                .satisfies(fault -> assertThat(fault.file()).endsWith(Path.of(GENAI)));
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
                .anyMatch(mending -> mending.failure().orElse("").contains("no name is"))
                .anyMatch(mending -> mending.failure().isEmpty());
        assertThat(treatment.toText()).contains("not mended: ", "\nmended: ");
        assertThat(treatment.after().findings()).extracting(Finding::fault)
                .containsExactly(Fault.LENGTH_ABOVE_CONTEXT);
        assertThat(JsonFiles.read(patient.file(GENAI)).object("search").orElseThrow().integer("max_length"))
                .hasValue(100);
    }
}
