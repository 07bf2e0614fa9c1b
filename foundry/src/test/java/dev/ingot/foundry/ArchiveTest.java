package dev.ingot.foundry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.Registration;
import dev.ingot.RequestDefaults;
import dev.ingot.error.IngotException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.RegistryException;
import dev.ingot.foundry.archive.TarWriter;
import dev.ingot.foundry.doctor.Doctor;
import dev.ingot.io.Checksums;
import dev.ingot.io.Digests;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveTest {

    @TempDir
    private Path work;

    private FoundryCache source = FoundryCache.open(Path.of(""));
    private FoundryCache target = FoundryCache.open(Path.of(""));
    private Path file = Path.of("");

    @BeforeEach
    void register() throws IOException {
        source = FoundryCache.open(work.resolve("source"));
        target = FoundryCache.open(work.resolve("target"));
        file = work.resolve("lights.tar");
        TestModels.write(work.resolve("m"), 3000).register(source, Registration.DEFAULT.name("lights:2")
                .description("of the house").defaults(RequestDefaults.NONE.topP(0.5)));
        TestModels.put(source.find("lights").directory(), "onnx/extra/notes.txt", "notes");
        source.renewChecksums("lights");
    }

    private static Map<String, String> content(final Path directory) throws IOException {
        final var files = new TreeMap<String, String>();
        for (final String name : Checksums.names(directory)) {
            files.put(name, HexFormat.of().formatHex(Files.readAllBytes(directory.resolve(name))));
        }
        return files;
    }

    @Test
    void aModelArrivesAsItWas() throws IOException {
        final var model = source.find("lights");
        model.export(file, false);
        final var imported = target.importModel(file, ImportOptions.DEFAULT);
        assertThat(imported).isEqualTo(new CachedModel(new ModelId("lights:2"),
                work.resolve("target/custom/lights-2")));
        assertThat(content(imported.directory())).isEqualTo(content(model.directory()));
        assertThat(imported.verify().passed()).isTrue();
        assertThat(target.find("lights:2").details()).isEqualTo(model.details());
        assertThat(TestModels.names(work)).doesNotContain(".lights.tar.tmp").hasSize(4);
    }

    @Test
    void itMayTravelThroughAStreamAndGetAnotherName() {
        final var bytes = new ByteArrayOutputStream();
        source.find("lights").export(bytes);
        final var input = new ByteArrayInputStream(bytes.toByteArray());
        final var imported = target.importModel(input, ImportOptions.DEFAULT.name("lamps"));
        assertThat(imported.id().text()).isEqualTo("lamps:2");
        assertThat(imported.verify().passed()).isTrue();
        assertThat(imported.details().description()).isEqualTo("of the house");
        assertThat(target.list()).containsExactly(imported);
    }

    @Test
    void theSameModelGivesTheSameBytes() throws IOException {
        source.find("lights").export(file, false);
        target.importModel(file, ImportOptions.DEFAULT).export(work.resolve("again.tar"), false);
        assertThat(work.resolve("again.tar")).hasSameBinaryContentAs(file);
    }

    @Test
    void unpackedByAnotherTarItIsARegisteredModel() throws IOException, InterruptedException {
        source.find("lights").export(file, false);
        final Path place = work.resolve("target/team");
        Files.createDirectories(place);
        final var tar = new ProcessBuilder("tar", "-xf", file.toString()).directory(place.toFile())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        final var unpacked = target.find("lights");
        assertThat(unpacked.directory()).isEqualTo(place.resolve("lights-2"));
        assertThat(unpacked.verify()).satisfies(result -> {
            assertThat(result.passed()).isTrue();
            assertThat(result.files()).isEqualTo(6);
        });
        assertThat(Doctor.of(target).listing().findings()).isEmpty();
    }

    @Test
    void namesThatAreTakenAreRefusedUnlessReplacingIsAskedFor() throws IOException {
        source.find("lights").export(file, false);
        TestModels.write(work.resolve("other"), 10).register(target, Registration.DEFAULT.name("lights:2"));
        assertThatThrownBy(() -> target.importModel(file, ImportOptions.DEFAULT))
                .isInstanceOf(RegistryException.class).hasMessageContaining("already registered");
        assertThat(target.find("lights").directory().resolve("model.onnx.data")).hasSize(10);
        target.importModel(file, ImportOptions.DEFAULT.replacing());
        assertThat(target.find("lights").directory().resolve("model.onnx.data")).hasSize(3000);
        assertThatThrownBy(() -> source.find("lights").export(file, false))
                .isInstanceOf(RegistryException.class).hasMessageContaining("exists");
        source.find("lights").export(file, true);
    }

    @Test
    void whatWasChangedIsNotPassedOn() throws IOException {
        final Path data = source.find("lights").directory().resolve("model.onnx.data");
        final byte[] bytes = Files.readAllBytes(data);
        bytes[7] ^= 1;
        Files.write(data, bytes);
        final var model = source.find("lights");
        assertThatThrownBy(() -> model.export(file, false)).isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("model.onnx.data").hasMessageContaining("SHA-256")
                .hasMessageEndingWith("ingot cache verify --update " + model.id() + " --cache "
                        + source.location());
        Files.write(data, new byte[2999]);
        assertThatThrownBy(() -> model.export(file, false)).hasMessageContaining("3000 bytes");
        Files.delete(data);
        assertThatThrownBy(() -> model.export(file, false)).hasMessageContaining("no such file");
        assertThat(file).doesNotExist();
        assertThat(TestModels.names(work)).hasSize(2);
    }

    /** Makes an archive whose list says the truth about files that should not be there. */
    private Path archive(final String top, final Map<String, String> files, final UnaryOperator<String> list)
            throws IOException {
        final var contents = new TreeMap<String, Checksums.Content>();
        files.forEach((name, text) -> contents.put(name, new Checksums.Content(text.length(),
                Digests.sha256(text))));
        final var all = new LinkedHashMap<String, String>();
        all.put(Checksums.FILE, list.apply(new Checksums(contents).toJson()));
        all.putAll(files);
        final Path hostile = work.resolve("hostile.tar");
        try (var output = Files.newOutputStream(hostile)) {
            final var writer = new TarWriter(output);
            for (final var entry : all.entrySet()) {
                final byte[] text = entry.getValue().getBytes(StandardCharsets.UTF_8);
                writer.file(top + entry.getKey(), text.length, new ByteArrayInputStream(text));
            }
            writer.end();
        }
        return hostile;
    }

    private static Map<String, String> files(final String... more) {
        final var files = new LinkedHashMap<String, String>();
        files.put("inference_model.json", "{\"Name\": \"m\"}");
        final var others = new TreeMap<String, String>();
        others.put("genai_config.json", "{}");
        List.of(more).forEach(name -> others.put(name, "x"));
        files.putAll(others);
        return files;
    }

    private void assertRefused(final Path archive, final String message) throws IOException {
        final var outside = Snapshot.of(work.resolve("source"));
        target.exclusively(() -> {});
        assertThatThrownBy(() -> target.importModel(archive, ImportOptions.DEFAULT)).as(message)
                .isInstanceOf(IngotException.class).hasMessageContaining(message);
        assertThat(target.list()).isEmpty();
        assertThat(Snapshot.of(work.resolve("source"))).isEqualTo(outside);
        assertThat(Checksums.names(work.resolve("target"))).containsExactly(".ingot.lock");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/../../x", "/etc/x", "a//x", "a/./x", "C:/x", "a\\x", "..", "con", "x.",
            " x", "download.tmp", ".ssh", "a/.x", "GENAI_CONFIG.JSON", "genai_config.json/x",
            "a/genai_config.json",
            "a/b/c/d/e/f/g/h/i", "x\u0007", "a*"})
    void namesThatLeadElsewhereAreRefused(final String name) throws IOException {
        assertRefused(archive("m/", files(name), text -> text), "ingot-files.json");
        assertThat(work.resolve("x")).doesNotExist();
    }

    @Test
    void archivesThatContradictThemselvesAreRefused() throws IOException {
        final UnaryOperator<String> same = text -> text;
        assertRefused(archive("../", files(), same), "list of files in front");
        assertRefused(archive("", files(), same), "list of files in front");
        assertRefused(archive("m/", files(), text -> text.replace("\"size\" : 2", "\"size\" : 3")
                .replace("\"size\": 2,", "\"size\": 3,")), "genai_config.json of 3 bytes");
        assertRefused(archive("m/", files(), text -> text.replaceFirst("[0-9a-f]{64}", "0".repeat(64))),
                "SHA-256 0000");
        assertRefused(archive("m/", files(), text -> text.replaceFirst("[0-9a-f]{64}", "0")),
                "64 hexadecimal");
        assertRefused(archive("m/", files(), text -> text.replaceFirst("\"size\": [0-9]+",
                "\"size\": 999999999999")), "an archive of");
        assertRefused(archive("m/", files(), text -> text.replaceFirst("\"size\": [0-9]+",
                "\"size\": " + Long.MAX_VALUE)), "an archive of");
        assertRefused(archive("m/", files(), text -> "{}"), "version");
        assertRefused(archive("m/", files(), text -> "["), "JSON");
        assertRefused(archive("m/", files(), text -> text.replace("\"version\": 1", "\"version\": 2")),
                "expected 1, found 2");
        final var surplus = files();
        surplus.put("zz", "x");
        assertRefused(archive("m/", surplus, text -> text.replaceAll(",\\s*\"zz\": \\{[^}]*}", "")),
                "a file that its list does not name");
        assertRefused(archive("m/", files(), same), "genai_config.json");
        Files.writeString(file, "rubbish".repeat(200));
        assertRefused(file, "no POSIX tar header");
        Files.writeString(file, "");
        assertRefused(file, "an archive that \"ingot cache export\" wrote, found only 0 bytes");
        assertRefused(work.resolve("none.tar"), "none.tar");
    }

    /** On some systems both names are one file. */
    @Test
    void namesThatDifferInTheFormOfAnAccentAreRefused() throws IOException {
        assertRefused(archive("m/", files("x\u00e9", "xe\u0301"), text -> text), "accents' form");
    }

    /** What no reader lists must not be taken in: it would be there and not be seen. */
    @Test
    void registrationsThatNoReaderListsAreRefused() throws IOException {
        for (final String registration : List.of("{\"Name\": \"m\", \"Description\": \"\\ud83d\"}",
                "{\"Name\": \"m\", \"x\": 1e999}")) {
            final var files = files();
            files.put("inference_model.json", registration);
            assertRefused(archive("m/", files, text -> text), "hostile.tar (byte ");
        }
    }

    @Test
    void nothingOfADamagedArchiveIsEverVisible() throws IOException {
        source.find("lights").export(file, false);
        final byte[] archive = Files.readAllBytes(file);
        final var random = new Random(3);
        final var known = content(source.find("lights").directory());
        int taken = 0;
        for (int round = 0; round < 150; round++) {
            final byte[] damaged = round % 3 == 0
                    ? Arrays.copyOf(archive, random.nextInt(archive.length))
                    : archive.clone();
            for (int i = random.nextInt(3); i > 0 && damaged.length > 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                target.importModel(new ByteArrayInputStream(damaged), ImportOptions.DEFAULT);
                assertThat(content(target.find("lights").directory())).as("round " + round).isEqualTo(known);
                target.remove("lights");
                taken++;
            } catch (IngotException e) {
                assertThat(target.list()).as("round " + round).isEmpty();
            }
        }
        assertThat(taken).isLessThan(120);
        assertThat(Checksums.names(work.resolve("target"))).containsExactly(".ingot.lock");
    }
}
