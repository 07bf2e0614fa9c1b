package dev.ingot.foundry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StepPrinterTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private StepPrinter printer(final boolean redraw) {
        return new StepPrinter(new PrintStream(bytes, true, StandardCharsets.UTF_8), redraw);
    }

    @Test
    void filesGetALinePerTenthAndOneWhereSomethingElseBegins() {
        final var printer = printer(false);
        for (int i = 0; i < 200; i++) {
            printer.onProgress("memory", i, 200);
        }
        printer.onProgress("float export", 0, 1);
        printer.onProgress("other\nexport", 0, 1);
        printer.finish();
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines()).startsWith("memory 0 %", "memory 10 %")
                .endsWith("memory 90 %", "float export", "other\\u000aexport").hasSize(12);
    }

    @Test
    void stepsThatTakeTurnsShareTheirTenths() {
        final var printer = printer(false);
        for (int i = 0; i < 100; i++) {
            printer.onProgress("prompts of " + (i % 5) + " tokens", i, 100);
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines()).hasSize(10)
                .contains("prompts of 0 tokens 50 %");
    }

    @Test
    void terminalsGetOneLineThatIsCleanedInTheEnd() {
        final var printer = printer(true);
        printer.onProgress("answers", 1, 4);
        printer.onProgress("answers", 2, 4);
        printer.finish();
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo("\ranswers 25 %\u001b[K\ranswers 50 %\u001b[K\r\u001b[K");
    }
}
