package dev.ingot.foundry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.Progress;
import dev.ingot.Progress.Part;
import dev.ingot.Progress.Stage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressPrinterTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private String print(final boolean terminal) {
        final var printer = new ProgressPrinter(new PrintStream(bytes, true, StandardCharsets.UTF_8),
                terminal);
        printer.onProgress(new Progress(Stage.READING, "", 0, 1000, 0, 1000, Part.NONE));
        for (int i = 1; i <= 1000; i++) {
            printer.onProgress(new Progress(Stage.WRITING, "t" + i, i, 1000, i, 1000, Part.NONE));
        }
        printer.onProgress(new Progress(Stage.PUBLISHING, "", 1000, 1000, 1000, 1000, Part.NONE));
        printer.onProgress(new Progress(Stage.DONE, "", 1000, 1000, 1000, 1000, Part.NONE));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void filesGetALinePerTenth() {
        final String text = print(false);
        assertThat(text).doesNotContain("\r", "\u001b");
        assertThat(text.lines()).hasSize(12).last().isEqualTo("syncing to disk");
    }

    @Test
    void terminalsGetOneLineThatIsCleanedInTheEnd() {
        final String text = print(true);
        assertThat(text).doesNotContain("\n").endsWith("\r\u001b[K").contains("#####");
    }

    @Test
    void partsAreCountedInALinePerTenth() {
        final var printer = new ProgressPrinter(new PrintStream(bytes, true, StandardCharsets.UTF_8), false);
        for (int i = 0; i <= 100; i++) {
            printer.onProgress(
                    new Progress(Stage.CALIBRATING, "", 0, 9, 0, 9, new Part("tokens", i, 100)));
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines()).hasSize(11)
                .contains("calibrating: tokens 20 of 100", "calibrating: tokens 100 of 100");
    }

    @Test
    void aTerminalShowsThemBesideTheBar() {
        final var printer = new ProgressPrinter(new PrintStream(bytes, true, StandardCharsets.UTF_8), true);
        printer.onProgress(new Progress(Stage.WRITING, "t", 1, 9, 1, 9, new Part("layers", 1, 3)));
        assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("1 of 9 tensors", ", layers 1 of 3");
    }
}
