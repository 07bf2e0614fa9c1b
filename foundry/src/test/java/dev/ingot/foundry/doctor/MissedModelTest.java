package dev.ingot.foundry.doctor;

import static dev.ingot.foundry.doctor.Patient.GENAI;
import static dev.ingot.foundry.doctor.Patient.INFERENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.RegistryException;
import dev.ingot.foundry.FoundryCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that somebody asks for by a name under which none is listed. */
class MissedModelTest {

    @TempDir
    private Path root;

    private Report report(final String name) {
        return Doctor.of(FoundryCache.open(root), name).examine();
    }

    /** In the order of the report. */
    private List<Fault> faults(final String name) {
        return report(name).findings().stream().map(Finding::fault).toList();
    }

    @Test
    void itsDirectoryIsFoundAndWhyItIsNotListed() throws IOException {
        final var house = Patient.at(root, root.resolve("team/house"));
        house.put(INFERENCE, "{\"name\": \"house\"}");
        Patient.at(root, root.resolve("broken")).put(INFERENCE, "{");
        Patient.in(root);
        assertThat(faults("house")).startsWith(Fault.NAME_NOT_LISTED, Fault.NAME_KEY_CASE)
                .doesNotContain(Fault.BAD_INFERENCE_MODEL);
        assertThat(report("house").findings().getFirst().toString()).contains(
                "expected \"house\", found " + house.directory() + ", not listed",
                "ingot doctor --cache " + root);
        assertThat(report("house").isHealthy()).isFalse();
        final var treatment = Doctor.of(FoundryCache.open(root), "house").fix();
        assertThat(treatment.done()).extracting(Mending::fault).containsExactly(Fault.NAME_KEY_CASE);
        assertThat(treatment.after().listed()).extracting(model -> model.id().text())
                .containsExactly("house:0", "m:0");
        assertThat(treatment.after().findings()).extracting(Finding::fault)
                .doesNotContain(Fault.NAME_NOT_LISTED);
        assertThat(FoundryCache.open(root).find("house").directory()).isEqualTo(house.directory());
        assertThat(root.resolve("broken").resolve(INFERENCE)).hasContent("{");
    }

    @Test
    void itIsKnownByWhatItsRegistrationSaysToo() throws IOException {
        final var patient = Patient.at(root, root.resolve("a/b"));
        patient.put(INFERENCE, "{\"Name\": \"House:3\",}");
        assertThat(faults("house")).containsExactly(Fault.NAME_NOT_LISTED, Fault.BAD_INFERENCE_MODEL);
        assertThat(faults("house:3")).containsExactly(Fault.NAME_NOT_LISTED, Fault.BAD_INFERENCE_MODEL);
        assertThatThrownBy(() -> report("house:4")).isInstanceOf(RegistryException.class);
    }

    @Test
    void aModelInsideAnotherOneIsNotListed() throws IOException {
        final var patient = Patient.in(root);
        Patient.at(root, patient.directory().resolve("house")).set(INFERENCE, "Name", "house");
        assertThat(faults("house")).containsExactly(Fault.NAME_NOT_LISTED, Fault.NESTED_MODEL);
    }

    @Test
    void filesInTheRootAreToldOfWhenTheySayTheName() throws IOException {
        Patient.at(root, root).set(INFERENCE, "Name", "house");
        assertThat(faults("house")).containsExactly(Fault.NAME_NOT_LISTED, Fault.FILES_IN_ROOT);
        assertThatThrownBy(() -> report("home")).isInstanceOf(RegistryException.class);
    }

    @Test
    void aDirectoryMayBeListedByAnotherNameOrHoldNothing() throws IOException {
        Patient.at(root, root.resolve("house")).set(INFERENCE, "Name", "cottage");
        assertThat(report("house").findings()).singleElement().satisfies(finding -> {
            assertThat(finding.found()).endsWith("listed as cottage:0");
            assertThat(finding.fix()).startsWith("ask for it by the name that it has");
        });
        Files.createDirectories(root.resolve("shed"));
        assertThat(report("shed").findings()).singleElement()
                .satisfies(finding -> assertThat(finding.fix()).startsWith("nothing of a model lies there"));
    }

    @Test
    void whoeverAsksTheCacheIsToldToAskTheDoctor() throws IOException {
        final var cache = FoundryCache.open(root);
        assertThatThrownBy(() -> cache.find("house")).hasMessageEndingWith("the cache is empty");
        final var patient = Patient.at(root, root.resolve("custom/house"));
        Files.delete(patient.file(GENAI));
        assertThatThrownBy(() -> cache.find("house")).hasMessageEndingWith(patient.directory()
                + " may be meant and is not listed: \"ingot doctor house --cache " + root + "\" says why");
        assertThatThrownBy(() -> cache.find("m")).hasMessageContaining("\"ingot doctor m --cache ");
        assertThatThrownBy(() -> cache.find("x")).hasMessageEndingWith(
                "none of what lies there is listed: \"ingot doctor --cache " + root + "\" says why");
    }

    @Test
    void aSharedCacheThatIsAwayIsToldOf() throws IOException {
        Patient.in(root.resolve("own"));
        Patient.in(root.resolve("there"));
        final var cache = FoundryCache.open(root.resolve("own"))
                .shared(List.of(root.resolve("there"), root.resolve("typo")));
        assertThat(Doctor.of(cache).examine().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.fault()).isEqualTo(Fault.SHARED_CACHE_MISSING);
            assertThat(finding.path()).isEqualTo(root.resolve("typo"));
            assertThat(finding.fix()).contains("INGOT_SHARED_CACHES", "mounted");
        });
        assertThat(Doctor.of(cache).listing().findings()).isEmpty();
    }

    /** Between showing the new model and taking the old one away a process may die. */
    @Test
    void aLeftoverWithASuccessorIsClearedAway() throws IOException {
        final var patient = Patient.in(root);
        final Path left = patient.directory().resolveSibling(".m.ingot-old-999999999-1-1");
        Patient.at(root, left);
        assertThat(FoundryCache.open(root).list()).hasSize(1);
        assertThat(Doctor.of(root).listing().findings()).extracting(Finding::fault)
                .contains(Fault.LEFTOVER).doesNotContain(Fault.UNSAFE_SEGMENT);
        assertThat(Doctor.of(FoundryCache.open(root)).fix().after().findings()).isEmpty();
        assertThat(left).doesNotExist();
        assertThat(patient.file(GENAI)).exists();
        // What somebody alive has set aside is none of ours.
        final long start = ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli();
        Patient.at(root, patient.directory().resolveSibling(
                ".m.ingot-old-" + ProcessHandle.current().pid() + "-" + start + "-1"));
        assertThat(Doctor.of(root).listing().findings()).extracting(Finding::fault)
                .doesNotContain(Fault.LEFTOVER);
    }
}
