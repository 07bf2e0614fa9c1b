package dev.ingot.foundry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.Progress;
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
        printer.onProgress(new Progress(Stage.READING, "", 0, 1000, 0, 1000));
        for (int i = 1; i <= 1000; i++) {
            printer.onProgress(new Progress(Stage.WRITING, "t" + i, i, 1000, i, 1000));
        }
        printer.onProgress(new Progress(Stage.PUBLISHING, "", 1000, 1000, 1000, 1000));
        printer.onProgress(new Progress(Stage.DONE, "", 1000, 1000, 1000, 1000));
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
}
