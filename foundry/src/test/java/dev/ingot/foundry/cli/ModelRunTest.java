package dev.ingot.foundry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.OnnxModel;
import dev.ingot.Pipeline;
import dev.ingot.Registration;
import dev.ingot.foundry.FoundryCache;
import dev.ingot.json.JsonEdit;
import dev.ingot.json.JsonFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelRunTest {

    private static final Path MODELS = Path.of(System.getProperty("ingot.models"));
    private static final Path LORA = MODELS.resolve("hearth-lora");
    private static final String LAMP = "turn on the lamp in the hall\n";
    private static final String SCENE = "Before i forget, focus time in the garden for 9 hours.\n";
    private static final String DOOR = "lock the front door\n";

    @TempDir
    static Path directory;
    private static Path model;
    private static Path switchable;

    @TempDir
    private Path home;

    @BeforeAll
    static void convert() {
        final var hearth = Pipeline.from(MODELS.resolve("hearth-slm"));
        model = hearth.toOnnx(directory.resolve("hearth")).directory();
        switchable = hearth.switchableAdapter("scenes", LORA).toOnnx(directory.resolve("switchable"))
                .directory();
    }

    private Cli.Outcome talk(final String input, final String... more) {
        return run(model, input, more);
    }

    private Cli.Outcome run(final Path model, final String input, final String... more) {
        final var args = new String[more.length + 3];
        args[0] = "model";
        args[1] = "run";
        args[2] = model.toString();
        System.arraycopy(more, 0, args, 3, more.length);
        return new Cli(home).runWith(Map.of(), input, args);
    }

    @Test
    void aSavedConversationGoesOn() {
        final String file = home.resolve("talk").toString();
        final var whole = talk(LAMP + DOOR);
        final var first = talk(LAMP, "--save", file);
        assertThat(first.code()).as(first.err()).isZero();
        final var second = talk(DOOR, "--restore", file);
        assertThat(second.code()).as(second.err()).isZero();
        assertThat(first.out() + second.out()).isEqualTo(whole.out()).contains("turn_on", "door");
    }

    /** By directory, by the file beside the model and by its name: it is the same adapter. */
    @Test
    void aSavedConversationGoesOnWithItsAdapter() {
        final String file = home.resolve("talk").toString();
        final String named = switchable.resolve("scenes.onnx_adapter").toString();
        final var whole = run(switchable, SCENE + DOOR, "--adapter", "scenes");
        assertThat(whole.out()).isNotEqualTo(run(switchable, SCENE + DOOR).out());
        for (final String first : List.of("scenes", LORA.toString(), named)) {
            final var before = run(switchable, SCENE, "--adapter", first, "--save", file);
            assertThat(before.code()).as(before.err()).isZero();
            for (final String second : List.of("scenes", LORA.toString(), named, "")) {
                final var after = second.isEmpty()
                        ? run(switchable, DOOR, "--restore", file)
                        : run(switchable, DOOR, "--adapter", second, "--restore", file);
                assertThat(after.code()).as("%s, then %s: %s", first, second, after.err()).isZero();
                assertThat(before.out() + after.out()).as("%s, then %s", first, second)
                        .isEqualTo(whole.out());
            }
        }
    }

    @Test
    void aSavedConversationWhoseAdapterIsGoneSaysWhatToGive() throws IOException {
        final String file = home.resolve("talk").toString();
        final Path beside = switchable.resolve("scenes.onnx_adapter");
        final Path moved = home.resolve("elsewhere.onnx_adapter");
        final var whole = run(switchable, SCENE + DOOR, "--adapter", "scenes");
        final var before = run(switchable, SCENE, "--adapter", "scenes", "--save", file);
        Files.move(beside, moved);
        try {
            final var refused = run(switchable, DOOR, "--restore", file);
            assertThat(refused.code()).isNotZero();
            assertThat(refused.errors()).singleElement().asString().contains("\"scenes\"", "--adapter DIR");
            final var after = run(switchable, DOOR, "--restore", file, "--adapter", moved.toString(),
                    "--save", file);
            assertThat(before.out() + after.out()).isEqualTo(whole.out());
            assertThat(run(switchable, LAMP, "--restore", file, "--adapter", LORA.toString()).code())
                    .isZero();
        } finally {
            Files.move(moved, beside);
        }
    }

    /** What was said stays; what follows is answered with the adapter. */
    @Test
    void aConversationWithoutAnAdapterMayGoOnWithOne() {
        final String file = home.resolve("talk").toString();
        assertThat(run(switchable, LAMP, "--save", file).code()).isZero();
        final var plain = run(switchable, SCENE, "--restore", file);
        final var adapted = run(switchable, SCENE, "--restore", file, "--adapter", "scenes");
        assertThat(adapted.code()).as(adapted.err()).isZero();
        assertThat(adapted.out()).isNotEqualTo(plain.out());
    }

    @Test
    void whatIsNoSavedConversationIsRefused() {
        final var outcome = talk(DOOR, "--restore", model.resolve("config.json").toString());
        assertThat(outcome.code()).isNotZero();
        assertThat(outcome.errors()).singleElement().asString().contains("saved by Ingot");
    }

    @Test
    void aModelWithoutATemplateTalksByItsPromptTemplateAndItsDefaultsHold() throws IOException {
        final var cache = FoundryCache.open(home.resolve("cache"));
        final Path registered = OnnxModel.open(model).register(cache, Registration.DEFAULT.name("lamp"))
                .directory();
        final Path tokenizer = registered.resolve("tokenizer_config.json");
        final var edit = new JsonEdit(JsonFiles.read(tokenizer));
        edit.remove("chat_template");
        Files.writeString(tokenizer, edit.text(2));
        final String[] talk = {"model", "run", "lamp", "--cache", cache.location().toString()};
        final var whole = talk(LAMP + DOOR);
        assertThat(new Cli(home).runWith(Map.of(), LAMP + DOOR, talk).out()).isEqualTo(whole.out())
                .contains("turn_on");
        final var described = new JsonEdit(JsonFiles.read(registered.resolve("inference_model.json")));
        described.set("ModelConfig.max_length", 8);
        Files.writeString(registered.resolve("inference_model.json"), described.text(2));
        assertThat(cache.find("lamp").defaults().maxLength()).hasValue(8);
        final String[] ask = {"generate", "--model", "lamp", "--cache", cache.location().toString(),
                "--prompt",
                "turn on the lamp", "--json"};
        assertThat(new Cli(home).run(ask).out()).contains("\"finish_reason\":\"length\"")
                .satisfies(out -> assertThat(JsonFiles.parse(home, out.getBytes(StandardCharsets.UTF_8))
                        .integers("tokens")).hasSizeLessThan(8));
    }

    @Test
    void aConversationThatOutgrowsTheContextSaysThatTurnsAreDropped() {
        final var outcome = talk((LAMP + DOOR).repeat(9));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("no longer shown");
        assertThat(outcome.out().lines()).hasSize(18);
    }
}
