package dev.ingot.foundry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.OnnxModel;
import dev.ingot.Registration;
import dev.ingot.error.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checksums, sizes, and times of use. */
class VerificationTest {

    private static final int LARGE = 3 << 20;
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    @TempDir
    private Path work;

    private FoundryCache cache = FoundryCache.open(Path.of(""));
    private Path model = Path.of("");

    @BeforeEach
    void register() throws IOException {
        cache = FoundryCache.open(work.resolve("cache"), work.resolve("home"));
        model = TestModels.write(work.resolve("m"), LARGE).register(cache).directory();
    }

    private List<Verification.Fault> faults() {
        final var result = cache.find("m").verify();
        assertThat(result.recorded()).isTrue();
        assertThat(result.passed()).isEqualTo(result.faults().isEmpty());
        return result.faults();
    }

    @Test
    void aModelIsWhatWasRegistered() {
        final var result = cache.find("m").verify();
        assertThat(result.passed()).isTrue();
        assertThat(result.files()).isEqualTo(5);
        assertThat(result.bytes()).isGreaterThan(LARGE);
    }

    @Test
    void aChangedFileIsToldByNameExpectedAndFound() throws IOException {
        final Path data = model.resolve("model.onnx.data");
        final byte[] bytes = Files.readAllBytes(data);
        bytes[LARGE / 2]++;
        Files.write(data, bytes);
        assertThat(faults()).singleElement().satisfies(fault -> {
            assertThat(fault.file()).isEqualTo(data);
            assertThat(fault.expected()).startsWith("SHA-256 ").isNotEqualTo(fault.found());
        });
        Files.write(data, new byte[5]);
        assertThat(faults()).singleElement()
                .hasToString(data + ": expected " + LARGE + " bytes, found 5 bytes");
        Files.delete(data);
        assertThat(faults()).singleElement().satisfies(
                fault -> assertThat(fault.found()).isEqualTo("no such file"));
    }

    @Test
    void aFileThatCameLaterIsToldOfToo() throws IOException {
        TestModels.put(model, "chat_template.jinja", "x");
        TestModels.put(model, ".nfs0001", "x");
        assertThat(faults()).singleElement()
                .satisfies(fault -> assertThat(fault.file()).hasFileName("chat_template.jinja"));
        cache.renewChecksums("m");
        assertThat(faults()).isEmpty();
    }

    @Test
    void whatIsNotComparedIsNamed() throws IOException {
        TestModels.put(model, "genai_config.json.old", "{}");
        TestModels.put(model, ".hidden", "x");
        final var result = cache.find("m").verify();
        assertThat(result.passed()).isTrue();
        assertThat(result.others()).containsExactly(".hidden", "genai_config.json.old",
                "inference_model.json", "ingot-files.json");
        assertThat(result.files() + result.others().size()).isEqualTo(cache.find("m").size().files());
    }

    @Test
    void theRegistrationMayBeEdited() throws IOException {
        TestModels.put(model, "inference_model.json", "{\"Name\": \"m\", \"Description\": \"other\"}");
        assertThat(faults()).isEmpty();
    }

    @Test
    void withoutChecksumsNothingIsCompared() {
        cache.register(OnnxModel.open(work.resolve("m")),
                Registration.DEFAULT.replacing().withoutChecksums());
        assertThat(cache.find("m").verify()).isEqualTo(new Verification(false, 0, 0, List.of(),
                List.of()));
    }

    @Test
    void aDamagedListIsAnError() throws IOException {
        for (final String text : new String[]{"", "[]", "{}", "{\"version\": 7, \"files\": {}}",
                "{\"version\": 1, \"files\": {\"a\": {}}}",
                "{\"version\": 1, \"files\": {\"a\": {\"size\": -1}}}",
                "{\"version\": 1, \"files\": {\"a\": {\"size\": 1, \"sha256\": \"x\"}}}"}) {
            TestModels.put(model, "ingot-files.json", text);
            assertThatThrownBy(() -> cache.find("m").verify()).as(text)
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining("ingot-files.json");
        }
        TestModels.put(model, "ingot-files.json", "{\"version\": 1, \"files\": {\"../../../m/model.onnx\":"
                + " {\"size\": 1, \"sha256\": \"" + "0".repeat(64) + "\"}}}");
        assertThat(faults()).allSatisfy(fault -> assertThat(fault.file()).hasParentRaw(model));
    }

    @Test
    void aModelThatIsRegisteredInPlaceGetsChecksumsToo() throws IOException {
        final var inside = TestModels.write(work.resolve("cache/team/n"));
        inside.register(cache);
        assertThat(cache.find("n").verify().passed()).isTrue();
    }

    @Test
    void linksCountOnce() throws IOException {
        final var size = cache.find("m").size();
        assertThat(size.files()).isEqualTo(7);
        assertThat(size.bytes()).isGreaterThan(LARGE);
        assertThat(size.own()).isEqualTo(size.bytes() - LARGE);
        OnnxModel.open(work.resolve("m")).register(cache, Registration.DEFAULT.name("n"));
        assertThat(ModelSize.of(cache.list()).bytes()).isLessThan(2 * LARGE);
        assertThat(ModelSize.of(cache.list()).files()).isEqualTo(14);
    }

    private void setLastUse() throws IOException {
        try (var files = Files.list(work.resolve("home/.ingot/used"))) {
            Files.setLastModifiedTime(files.findFirst().orElseThrow(), FileTime.from(LONG_AGO));
        }
    }

    @Test
    void theLastUseIsKeptPerUserAndOutsideTheCache() throws IOException {
        final var found = cache.find("m");
        final var before = Snapshot.of(work.resolve("cache"));
        assertThat(cache.lastUsed(found)).isEmpty();
        final Instant start = Instant.now().minusSeconds(5);
        cache.markUsed(found);
        assertThat(cache.lastUsed(found)).hasValueSatisfying(time -> assertThat(time).isAfter(start));
        setLastUse();
        assertThat(cache.lastUsed(found)).contains(LONG_AGO);
        cache.markUsed(found);
        assertThat(cache.lastUsed(found)).hasValueSatisfying(time -> assertThat(time).isAfter(start));
        assertThat(Snapshot.of(work.resolve("cache"))).isEqualTo(before);
        cache.remove("m");
        assertThat(TestModels.names(work.resolve("home/.ingot/used"))).isEmpty();
    }

    @Test
    void theLastUseGoesWithAModel() throws IOException {
        cache.markUsed(cache.find("m"));
        setLastUse();
        final var other = FoundryCache.open(work.resolve("other"), work.resolve("home"));
        cache.rename("m", "n");
        cache.move("n", "team");
        OnnxModel.open(work.resolve("m")).register(cache, Registration.DEFAULT.name("n").replacing());
        assertThat(cache.find("n").directory().getParent()).hasFileName("custom");
        final var moved = cache.move("n", other);
        assertThat(other.lastUsed(moved)).contains(LONG_AGO);
        assertThat(TestModels.names(work.resolve("home/.ingot/used"))).hasSize(1);
    }

    @Test
    void whereTheHomeCannotBeWrittenNothingHappens() throws IOException {
        Files.writeString(work.resolve("file"), "");
        final var homeless = FoundryCache.open(work.resolve("cache"),
                work.resolve("file"));
        homeless.markUsed(homeless.find("m"));
        assertThat(homeless.lastUsed(homeless.find("m"))).isEmpty();
    }
}
