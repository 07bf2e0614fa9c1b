package dev.ingot.foundry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.Pipeline;
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
    void aConversationThatOutgrowsTheContextSaysThatTurnsAreDropped() {
        final var outcome = talk((LAMP + DOOR).repeat(9));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("no longer shown");
        assertThat(outcome.out().lines()).hasSize(18);
    }
}
