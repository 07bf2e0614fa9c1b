package dev.ingot.foundry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.RegistryException;
import dev.ingot.foundry.CachedModel.Origin;
import dev.ingot.foundry.doctor.Doctor;
import dev.ingot.foundry.doctor.Fault;
import dev.ingot.foundry.doctor.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that applications of Foundry Local have registered by their path. */
class LocalIndexTest {

    @TempDir
    private Path work;

    private Path root = Path.of("");
    private FoundryCache cache = FoundryCache.open(root);

    @BeforeEach
    void open() throws IOException {
        root = work.resolve("cache");
        cache = FoundryCache.open(root);
        TestModels.write(work.resolve("elsewhere/phi"));
        TestModels.write(work.resolve("m")).register(cache);
    }

    private void index(final String models) throws IOException {
        TestModels.put(root, LocalIndex.FILE, "{\"version\": 3, \"catalog_name\": \"local\", \"models\": ["
                + models.replace("PHI", work.resolve("elsewhere/phi").toString().replace("\\", "\\\\"))
                + "]}");
    }

    @Test
    void areListedWithTheirOrigin() throws IOException {
        index("""
                {"model_info": {"id": "phi-generic-cpu:2", "name": "phi-generic-cpu", "alias": "phi", "version": 2,
                  "task": "chat-completion"}, "model_path": "PHI", "execution_provider_override": null}""");
        assertThat(cache.list()).extracting(model -> model.id().text()).containsExactly("m:0",
                "phi-generic-cpu:2");
        final var found = cache.find("phi");
        assertThat(found).isEqualTo(new CachedModel(new ModelId("phi-generic-cpu:2"),
                work.resolve("elsewhere/phi"), Origin.INDEX));
        assertThat(cache.find("phi-generic-cpu:2")).isEqualTo(found);
        assertThat(found.details().name()).isEqualTo("phi-generic-cpu:2");
        assertThat(found.size().files()).isEqualTo(5);
        assertThat(Doctor.of(cache).listing().findings()).isEmpty();
    }

    @Test
    void areNeverChanged() throws IOException {
        index("{\"model_info\": {\"id\": \"phi:2\"}, \"model_path\": \"PHI\"}");
        final var outside = Snapshot.of(work.resolve("elsewhere"));
        final String text = Files.readString(root.resolve(LocalIndex.FILE));
        assertThatThrownBy(() -> cache.remove("phi")).isInstanceOf(RegistryException.class)
                .hasMessageContaining(LocalIndex.FILE);
        assertThatThrownBy(() -> cache.rename("phi", "x")).isInstanceOf(RegistryException.class);
        assertThatThrownBy(() -> cache.move("phi", "x")).isInstanceOf(RegistryException.class);
        assertThatThrownBy(() -> cache.renewChecksums("phi")).isInstanceOf(RegistryException.class);
        TestModels.write(work.resolve("n")).register(cache);
        cache.remove("m");
        assertThat(Snapshot.of(work.resolve("elsewhere"))).isEqualTo(outside);
        assertThat(root.resolve(LocalIndex.FILE)).content().isEqualTo(text);
    }

    @Test
    void theDoctorLooksAtTheirFilesAndLeavesThemAlone() throws IOException {
        index("{\"model_info\": {\"id\": \"phi:2\"}, \"model_path\": \"PHI\"}");
        final Path phi = work.resolve("elsewhere/phi");
        final Doctor one = Doctor.of(cache.find("phi").directory()).within(cache);
        assertThat(one.examine().listed()).containsExactly(cache.find("phi"));
        assertThat(one.examine().findings()).extracting(Finding::fault)
                .doesNotContain(Fault.NOT_REGISTERED);
        assertThat(Doctor.of(phi).examine().findings()).extracting(Finding::fault)
                .contains(Fault.NOT_REGISTERED);
        TestModels.put(phi, "genai_config.json", "{");
        assertThat(one.examine().findings()).extracting(Finding::fault).contains(Fault.BAD_JSON);
        final var all = Doctor.of(cache);
        assertThat(all.examine().findings()).filteredOn(finding -> finding.path().startsWith(phi))
                .extracting(Finding::fault).contains(Fault.BAD_JSON);
        final var before = Snapshot.of(phi);
        all.fix();
        assertThat(Snapshot.of(phi)).isEqualTo(before);
    }

    @Test
    void canBeExported() throws IOException {
        index("{\"model_info\": {\"id\": \"phi:2\"}, \"model_path\": \"PHI\"}");
        cache.find("phi").export(work.resolve("phi.tar"), false);
        final var imported = FoundryCache.open(work.resolve("other"))
                .importModel(work.resolve("phi.tar"), ImportOptions.DEFAULT);
        assertThat(imported.id().text()).isEqualTo("phi:2");
        assertThat(imported.verify().passed()).isTrue();
    }

    @Test
    void aModelOfTheCacheItselfComesFirst() throws IOException {
        index("{\"model_info\": {\"id\": \"m:0\"}, \"model_path\": \"PHI\"}");
        assertThat(cache.find("m").directory()).isEqualTo(root.resolve("custom/m"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "{}", "{\"model_info\": {}}",
            "{\"model_info\": {\"id\": \"x\"}, \"model_path\": \"PHI\"}",
            "{\"model_info\": {\"id\": \"x:1\"}}",
            "{\"model_info\": {\"id\": \"x:1\"}, \"model_path\": \"PHI/none\"}",
            "{\"model_info\": {\"id\": \"x:1\"}, \"model_path\": \"PHI/../phi\"}",
            "{\"model_info\": {\"id\": \"x:1\"}, \"model_path\": \"\\u0000\"}",
            "{\"model_info\": {\"id\": \"x:1\"}, \"model_path\": \"relative\"}",
            "{\"model_info\": {\"id\": 7}, \"model_path\": \"PHI\"}",
            "{\"model_info\": {\"id\": \"ok:1\"}, \"model_path\": \"PHI\"}"})
    void entriesThatAreWrongAreReportedAndOthersListed(final String entry) throws IOException {
        index("{\"model_info\": {\"id\": \"ok:1\"}, \"model_path\": \"PHI\"}, " + entry);
        final boolean whole = entry.equals("5");
        assertThat(cache.list()).extracting(model -> model.id().text())
                .isEqualTo(whole ? List.of("m:0") : List.of("m:0", "ok:1"));
        assertThat(Doctor.of(cache).listing().findings()).singleElement()
                .satisfies(finding -> assertThat(finding.toString()).contains(LocalIndex.FILE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"version\": 3, \"models\": 5}",
            "{\"version\": 3, \"models\": [",
            "{\"version\": \"x\"}"})
    void aDamagedIndexIsReportedAndTheRestListed(final String text) throws IOException {
        TestModels.put(root, LocalIndex.FILE, text);
        assertThat(cache.list()).extracting(model -> model.id().text()).containsExactly("m:0");
        assertThat(Doctor.of(cache).listing().findings()).singleElement()
                .satisfies(finding -> assertThat(finding.path()).isEqualTo(root.resolve(LocalIndex.FILE)));
    }

    @Test
    void aNewerIndexIsReadAsFarAsItIsUnderstood() throws IOException {
        index("{\"model_info\": {\"id\": \"ok:1\", \"new\": {}}, \"model_path\": \"PHI\", \"more\": 1}");
        final Path file = root.resolve(LocalIndex.FILE);
        Files.writeString(file, Files.readString(file).replace("\"version\": 3", "\"version\": 4"));
        assertThat(cache.list()).hasSize(2);
        assertThat(Doctor.of(cache).listing().findings()).singleElement()
                .satisfies(finding -> assertThat(finding.reason()).contains("expected 3, found 4"));
    }
}
