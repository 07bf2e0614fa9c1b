package dev.ingot.foundry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LoggingTest {

    private final Logger root = Logger.getLogger("dev.ingot");
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private String lines(final Level shown, final System.Logger.Level level) {
        try (var err = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            Logging.start(err, shown);
            System.getLogger("dev.ingot.test").log(level, "it failed", new IllegalStateException("because"));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @AfterEach
    void restore() {
        for (final Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        root.setUseParentHandlers(true);
        root.setLevel(null);
    }

    @Test
    void anErrorSaysWhatWasThrownAndWhere() {
        assertThat(lines(Logging.WARNINGS, System.Logger.Level.ERROR))
                .startsWith("ingot: error: it failed: java.lang.IllegalStateException: because")
                .contains("at ", "LoggingTest.lines");
    }

    @Test
    void aWarningSaysWhatWasThrownInOneLineUnlessAllIsShown() {
        assertThat(lines(Logging.WARNINGS, System.Logger.Level.WARNING))
                .isEqualToIgnoringNewLines(
                        "ingot: warning: it failed: java.lang.IllegalStateException: because");
        bytes.reset();
        assertThat(lines(Logging.ALL, System.Logger.Level.WARNING)).contains("LoggingTest.lines");
    }
}
