package dev.ingot.foundry.cli;

import dev.ingot.foundry.settings.Environment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs commands with a home directory of their own. */
record Cli(Path home) {

    /** What a command did. */
    record Outcome(int code, String out, String err) {

        List<String> errors() {
            return err.lines().toList();
        }
    }

    Outcome run(final String... args) {
        return runWith(Map.of(), "", args);
    }

    Outcome runWith(final Map<String, String> variables, final String input, final String... args) {
        final var out = new ByteArrayOutputStream();
        final var err = new ByteArrayOutputStream();
        final var terminal = new Terminal(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), false, false,
                new Environment(variables, home));
        final int code = Ingot.run(terminal, args);
        return new Outcome(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
