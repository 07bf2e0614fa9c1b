package dev.ingot.foundry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.foundry.TestModels;
import dev.ingot.foundry.cli.Cli.Outcome;
import dev.ingot.json.JsonFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done with the cache from the command line. */
class CacheCommandsTest {

    private static final int LARGE = 2 << 20;

    @TempDir
    private Path work;

    @BeforeEach
    void register() throws IOException {
        TestModels.write(work.resolve("model"), LARGE);
        assertThat(line("cache register MODEL --name lights:2").code()).isZero();
    }

    private Outcome line(final String line) {
        return runWith(Map.of("INGOT_CACHE", work.resolve("cache").toString()), line);
    }

    private Outcome runWith(final Map<String, String> variables, final String line) {
        return new Cli(work.resolve("home")).runWith(variables, "",
                line.replace("MODEL", work.resolve("model").toString())
                        .replace("WORK", work.toString()).split(" "));
    }

    /** The objects of a list. */
    private static List<Map<?, ?>> json(final Outcome outcome) {
        assertThat(outcome.code()).as(outcome.err()).isZero();
        final var objects = new ArrayList<Map<?, ?>>();
        final Object list = Objects
                .requireNonNull(JsonFiles.parseValue(Path.of("output"), outcome.out()));
        for (final Object value : (List<?>) list) {
            objects.add((Map<?, ?>) Objects.requireNonNull(value));
        }
        return objects;
    }

    @Test
    void theLongListHasSizeUseAndDirectory() throws IOException {
        assertThat(line("cache ls -l").out().lines()).satisfiesExactly(
                heads -> assertThat(heads.split("  +")).containsExactly("Alias", "Model ID", "Size",
                        "Last used",
                        "Directory"),
                row -> assertThat(row.split("  +")).containsExactly("lights", "lights:2", "2.1 MB", "-",
                        work.resolve("cache/custom/lights-2").toString()));
        // A model that cannot be loaded has been asked for all the same.
        assertThat(line("generate --model lights --prompt a").code()).isEqualTo(2);
        assertThat(line("cache ls --long").out()).containsPattern("  20\\d\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d  ");
    }

    @Test
    void theListAsJson() {
        assertThat(json(line("cache ls --json"))).singleElement().satisfies(map -> {
            assertThat(map.keySet()).hasToString("[id, alias, name, version, directory, origin,"
                    + " files, bytes, own_bytes, last_used]");
            assertThat(map.get("id")).isEqualTo("lights:2");
            assertThat(map.get("origin")).isEqualTo("cache");
            assertThat(map.get("last_used")).isNull();
        });
        line("cache rm lights");
        assertThat(json(line("cache ls --json"))).isEmpty();
    }

    @Test
    void roomOnDisk() {
        line("cache register MODEL --name other");
        assertThat(line("cache du").out().lines().map(row -> row.strip().split("  +")))
                .satisfiesExactly(
                        heads -> assertThat(heads).containsExactly("Size", "Own", "Files", "Model ID"),
                        row -> assertThat(row).startsWith("2.1 MB").endsWith("7", "lights:2"),
                        row -> assertThat(row).startsWith("2.1 MB").endsWith("7", "other:0"),
                        row -> assertThat(row).startsWith("2.1 MB").endsWith("14", "together"));
        assertThat(json(line("cache du other --json"))).hasSize(1);
        assertThat(line("cache du none").code()).isEqualTo(2);
    }

    @Test
    void renamingAndMoving() {
        assertThat(line("cache rename lights lamps").out()).contains("lamps:2").contains("lamps-2");
        assertThat(line("cache mv lamps --group team/house").out()).contains("team");
        assertThat(work.resolve("cache/team/house/lamps-2/model.onnx")).exists();
        assertThat(line("cache mv lamps --to WORK/other").code()).isZero();
        assertThat(line("cache ls").out()).startsWith("No models");
        assertThat(line("cache ls --cache WORK/other").out()).contains("lamps:2");
    }

    @Test
    void verifyingTellsWhatDiffers() throws IOException {
        assertThat(line("cache verify").out())
                .isEqualToIgnoringNewLines("lights:2: 5 files, 2.1 MB, as registered"
                        + " (not compared: inference_model.json, ingot-files.json)");
        TestModels.put(work, "cache/custom/lights-2/tokenizer.json", "[]");
        assertThat(line("cache verify lights")).satisfies(outcome -> {
            assertThat(outcome.code()).isEqualTo(3);
            assertThat(outcome.out()).contains("1 of 5 files differ");
            assertThat(outcome.errors()).singleElement().asString().contains("tokenizer.json")
                    .contains("expected SHA-256").contains("found SHA-256");
        });
        assertThat(line("cache verify --json").code()).isEqualTo(3);
        assertThat(line("cache verify --update").code()).isEqualTo(2);
        assertThat(line("cache verify --update lights").code()).isZero();
        assertThat(json(line("cache verify --json"))).asString().contains("passed=true");
    }

    @Test
    void modelsWithoutChecksumsAreNoFaultUnlessTheyAreNamed() {
        line("cache register MODEL --name lights:2 --replace --no-checksums");
        assertThat(line("cache verify")).satisfies(outcome -> {
            assertThat(outcome.code()).isZero();
            assertThat(outcome.out()).contains("no checksums").endsWith(
                    "ingot cache verify --update lights:2 --cache " + work.resolve("cache") + "\n");
        });
        assertThat(line("cache verify lights").code()).isEqualTo(3);
    }

    @Test
    void aModelTravelsInOneFile() throws IOException {
        assertThat(line("cache export lights WORK/lights.tar").code()).isZero();
        assertThat(line("cache export lights WORK/lights.tar")).satisfies(outcome -> {
            assertThat(outcome.code()).isEqualTo(2);
            assertThat(outcome.errors()).singleElement().asString().contains("(--overwrite)");
        });
        assertThat(line("cache export lights WORK/lights.tar --overwrite").code()).isZero();
        assertThat(line("cache import WORK/lights.tar").err()).contains("(--replace)");
        assertThat(line("cache import WORK/lights.tar --name lamps").code()).isZero();
        assertThat(line("cache ls").out()).contains("lamps:2", "lights:2");
        Files.write(work.resolve("lights.tar"), new byte[1000]);
        assertThat(line("cache import WORK/lights.tar --replace").code()).isEqualTo(2);
        TestModels.put(work, "hello.txt", "hello\n");
        assertThat(line("cache import WORK/hello.txt").errors()).singleElement().asString().endsWith(
                "expected an archive that \"ingot cache export\" wrote, found only 6 bytes at its beginning");
        Files.write(work.resolve("lights.tar.gz"), Arrays.copyOf(new byte[]{0x1f, (byte) 0x8b, 8}, 600));
        assertThat(line("cache import WORK/lights.tar.gz").err()).contains("compressed with gzip");
        assertThat(line("cache verify").code()).isZero();
    }

    @Test
    void whatMakesWayIsAskedForByEitherName() {
        for (final String command : List.of("cache export lights WORK/l.tar", "cache import WORK/l.tar",
                "cache register MODEL --name lights:2")) {
            for (final String option : List.of("--overwrite", "--replace")) {
                final var outcome = line(command + " " + option);
                assertThat(outcome.code()).as(command + option + outcome.err()).isZero();
            }
            final String name = command.split(" ", 3)[1];
            assertThat(line("cache " + name + " --help").out().contains("--overwrite"))
                    .isEqualTo(name.equals("export"));
            assertThat(line("cache " + name + " --help").out().contains("--replace"))
                    .isNotEqualTo(name.equals("export"));
        }
    }

    @Test
    void whoWasMeantIsNamedOnceTheNearestFirst() {
        for (final String name : List.of("house2", "house", "housemate")) {
            line("cache register MODEL --name " + name);
        }
        assertThat(line("cache rm hous").errors()).singleElement().asString()
                .endsWith("did you mean house or house2 or housemate?");
        assertThat(line("cache rm house:1").errors()).singleElement().asString()
                .endsWith("did you mean house:0 or house2:0?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cache rename lights", "cache rename lights a/b", "cache mv lights",
            "cache mv lights --group a --to b", "cache mv lights --group ../a", "cache mv none --group a",
            "cache export lights", "cache export none WORK/x", "cache export lights WORK",
            "cache import WORK/none",
            "cache import WORK/model/model.onnx", "cache ls --cache WORK/c --app x", "cache ls --app a/b",
            "cache ls --app ..", "cache verify none", "cache lss", "cache ls --lang"})
    void badInputEndsWithTwoAndOneLine(final String line) {
        final var outcome = line(line);
        assertThat(outcome.code()).as(outcome.toString()).isEqualTo(2);
        assertThat(outcome.errors()).as(outcome.toString()).singleElement().asString().startsWith("ingot: ");
    }

    @Test
    void helpNamesEveryCommandAndItsOptions() {
        assertThat(line("--help").out()).contains("convert", "cache", "generate",
                "Show and change the model cache");
        assertThat(line("cache --help").out()).contains("ls, list", "rename", "mv, move", "export", "import",
                "verify", "du, size");
        assertThat(line("--verbose cache ls --help").out()).contains("--json", "--long", "--cache", "--app");
        assertThat(line("cache list").out()).contains("lights:2");
    }

    @Test
    void sharedCachesStandBehindTheOneThatIsChosen() {
        final var shared = Map.of("INGOT_CACHE", work.resolve("own").toString(), "INGOT_SHARED_CACHES",
                work.resolve("none") + File.pathSeparator + work.resolve("cache"));
        assertThat(runWith(shared, "cache ls --long").out()).contains("lights:2").contains("(shared)");
        assertThat(runWith(shared, "cache ls").errors()).singleElement().asString().isEqualTo(
                "ingot: INGOT_SHARED_CACHES: no directory at " + work.resolve("none")
                        + " (misspelt, or not mounted?), so no models from there");
        assertThat(runWith(shared, "doctor").out()).contains("INGOT-D125");
        assertThat(runWith(shared, "cache ls --cache WORK/own")).satisfies(outcome -> {
            assertThat(outcome.out()).startsWith("No models");
            assertThat(outcome.err()).isEmpty();
        });
        assertThat(runWith(shared, "cache rm lights").err()).contains("shared cache");
        assertThat(runWith(shared, "cache export lights WORK/lights.tar").code()).isZero();
        assertThat(runWith(shared, "cache import WORK/lights.tar").out()).contains("own");
    }

    @Test
    void damagedSettingsAreMendedByChoosingACache() throws IOException {
        TestModels.put(work, "home/.ingot/settings.json", "{\"cache\": ");
        assertThat(runWith(Map.of(), "cache ls")).satisfies(outcome -> {
            assertThat(outcome.code()).isEqualTo(2);
            assertThat(outcome.errors()).singleElement().asString().contains("settings.json",
                    "\"ingot cache cd DIR\" writes it anew");
        });
        assertThat(runWith(Map.of(), "cache cd WORK/cache")).satisfies(outcome -> {
            assertThat(outcome.code()).isZero();
            assertThat(outcome.errors()).singleElement().asString()
                    .endsWith("is kept in " + work.resolve("home/.ingot/settings.json.old"));
        });
        assertThat(runWith(Map.of(), "cache ls").out()).contains("lights:2");
    }

    @Test
    void anApplicationHasACacheOfItsOwn() {
        assertThat(line("cache location --app house").out().strip())
                .isEqualTo(work.resolve("home/.house/cache/models").toString());
        assertThat(line("cache register MODEL --name m --app house").code()).isZero();
        assertThat(work.resolve("home/.house/cache/models/custom/m/model.onnx")).exists();
    }
}
