package dev.ingot.foundry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.foundry.TestModels;
import dev.ingot.foundry.cli.Cli.Outcome;
import dev.ingot.json.JsonFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {

    @TempDir
    private Path work;

    private Outcome doctor(final String... args) {
        final var all = new String[args.length + 3];
        all[0] = "doctor";
        all[1] = "--cache";
        all[2] = work.resolve("cache").toString();
        System.arraycopy(args, 0, all, 3, args.length);
        return new Cli(work.resolve("home")).run(all);
    }

    private Path misspelt() throws IOException {
        final Path model = work.resolve("cache/custom/m");
        TestModels.write(model);
        TestModels.put(model, "inference_model.json", "{\"name\": \"m\"}");
        return model;
    }

    @Test
    void saysWhatIsWrongAndHowToMendIt() throws IOException {
        misspelt();
        final Outcome outcome = doctor();
        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.out()).contains("INGOT-D108 not listed", "(--fix does it)");
    }

    @Test
    void aDryRunChangesNothing() throws IOException {
        final Path model = misspelt();
        final Outcome outcome = doctor("--fix", "--dry-run");
        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.out()).contains("would mend: " + model.resolve("inference_model.json")
                + ": INGOT-D108: write the key as Name");
        assertThat(model.resolve("inference_model.json")).hasContent("{\"name\": \"m\"}");
        assertThat(TestModels.names(model)).noneMatch(name -> name.endsWith(".old"));
    }

    /** A model from somewhere else brings its name along. */
    @Test
    void namesWriteNoLinesAndNoColours() throws IOException {
        final Path model = misspelt();
        Files.writeString(model.resolve("inference_model.json"),
                "{\"Name\": \"evil\\u001b[31mred\\nhearth:9\\u202e\"}");
        final var cli = new Cli(work.resolve("home"));
        final Outcome listed = cli.run("cache", "ls", "--cache", work.resolve("cache").toString());
        for (final Outcome outcome : List.of(listed, doctor(), doctor("m"))) {
            assertThat(outcome.out() + outcome.err()).doesNotContain("\u001b", "\u202e", "\nhearth:9");
        }
        assertThat(listed.out()).contains("evil\\u001b[31mred\\u000ahearth:9\\u202e");
        assertThat(doctor().out()).contains("evil\\u001b[31mred\\u000ahearth:9\\u202e");
    }

    @Test
    void mendsWhatItCan() throws IOException {
        final Path model = misspelt();
        final Outcome outcome = doctor("--fix");
        assertThat(outcome.out()).contains("mended: ", "kept: " + model.resolve("inference_model.json.old"))
                .doesNotContain("D108 not listed");
        assertThat(JsonFiles.read(model.resolve("inference_model.json")).string("Name")).hasValue("m");
    }

    @Test
    void aModelIsNamedByItsNameOrItsDirectory() throws IOException {
        final Path model = misspelt();
        Files.writeString(model.resolve("inference_model.json"), "{\"Name\": \"phi-npu\"}");
        assertThat(doctor("phi-npu").out()).contains("a model's directory", "INGOT-D117");
        assertThat(doctor(model.toString()).out()).contains("a model's directory", "INGOT-D117");
        final Outcome unknown = doctor("phi-nu");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("did you mean phi-npu",
                "ingot doctor --cache " + work.resolve("cache"));
        assertThat(unknown.out()).contains("INGOT-D101");
    }

    @Test
    void aNameThatTheCacheListsMeansItsModelWhateverLiesHere() throws IOException {
        final String here;
        try (var entries = Files.newDirectoryStream(Path.of(""), Files::isDirectory)) {
            here = StreamSupport.stream(entries.spliterator(), false).map(Path::toString)
                    .filter(name -> name.matches("[a-z]+")).findFirst().orElseThrow();
        }
        final Path model = misspelt();
        TestModels.put(model, "inference_model.json", "{\"Name\": \"" + here + "\"}");
        final Outcome outcome = doctor(here);
        assertThat(outcome.out()).startsWith(model + ": a model's directory, listed as " + here + ":0");
        assertThat(outcome.err()).contains("./" + here);
    }

    @Test
    void theRootOfTheCacheIsACacheWhateverLiesInIt() throws IOException {
        TestModels.write(work.resolve("cache"));
        assertThat(doctor(work.resolve("cache").toString()).out()).contains("a cache, 0 models listed",
                "INGOT-D102 not listed");
    }

    /** The very symptom that people have. */
    @Test
    void aNameThatIsNotListedLeadsToItsDirectory() throws IOException {
        final Path model = misspelt();
        final Outcome outcome = doctor("m");
        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.out()).startsWith(work.resolve("cache") + ": a cache, 0 models listed")
                .contains("INGOT-D124 not listed", model + ", not listed", "INGOT-D108 not listed");
        assertThat(outcome.err()).isEmpty();
        final Outcome other = new Cli(work.resolve("home")).run("generate", "--model", "m", "--prompt", "a",
                "--cache", work.resolve("cache").toString());
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.errors()).singleElement().asString().contains("\"ingot doctor m --cache ");
        assertThat(doctor("m", "--fix").out()).contains("mended: ", "1 model listed").doesNotContain("D124");
    }

    @Test
    void printsOneObjectForPrograms() throws IOException {
        misspelt();
        final Outcome outcome = doctor("--json");
        final var json = JsonFiles.parse(work, outcome.out().getBytes(StandardCharsets.UTF_8));
        assertThat(json.objects("findings").orElseThrow()).isNotEmpty();
        assertThat(doctor("--json", "--fix", "--dry-run").out()).isEqualTo(outcome.out())
                .contains("\"repairs\":[{\"outcome\":\"possible\"");
        assertThat(doctor("--json", "--fix").out()).contains("\"repairs\":[{\"outcome\":\"done\"");
    }

    @Test
    void aListingTellsOfWhatIsNotListed() throws IOException {
        misspelt();
        final Outcome outcome = new Cli(work.resolve("home")).run("cache", "ls", "--cache",
                work.resolve("cache").toString());
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).startsWith("No models are cached in ");
        assertThat(outcome.err()).contains("INGOT-D108 not listed");
    }
}
