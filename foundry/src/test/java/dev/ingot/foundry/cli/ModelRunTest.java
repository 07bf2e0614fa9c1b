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
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelRunTest {

    private static final String LAMP = "turn on the lamp in the hall\n";
    private static final String DOOR = "lock the front door\n";

    @TempDir
    static Path directory;
    private static Path model;

    @TempDir
    private Path home;

    @BeforeAll
    static void convert() {
        model = Pipeline.from(Path.of(System.getProperty("ingot.models"), "hearth-slm"))
                .toOnnx(directory.resolve("hearth")).directory();
    }

    private Cli.Outcome talk(final String input, final String... more) {
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
