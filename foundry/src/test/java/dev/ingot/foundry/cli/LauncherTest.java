package dev.ingot.foundry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the two launchers know of the commands; the one for Windows is read here and run elsewhere. */
class LauncherTest {

    private static final Path LAUNCHERS = Path
            .of(System.getProperty("ingot.fixtures"), "../../../../foundry/src/launcher").normalize();

    @TempDir
    private Path home;

    private static String text(final String name) throws IOException {
        return Files.readString(LAUNCHERS.resolve(name), StandardCharsets.US_ASCII);
    }

    private static List<String> words(final String text, final String pattern, final String separator) {
        final var matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return Stream.of(matcher.group(1).split(separator)).sorted().toList();
    }

    @Test
    void bothGiveTheSameCommandsTheSameOptions() throws IOException {
        final String unix = text("ingot");
        final String windows = text("ingot.cmd");
        assertThat(words(windows, "for %%C in \\((generate [^)]*)\\)", " "))
                .isEqualTo(words(unix, "\\n +(generate [^)]*)\\) vector=", " \\| "));
        assertThat(words(windows,
                "for %%C in \\(([^)]*)\\) do if \"%INGOT_COMMAND%\"==\"%%C\" set INGOT_OPTIONS",
                " ")).isEqualTo(words(unix, "\\n +(convert [^)]*)\\)\\n +if \\[ -n \"\\$long\"", " \\| "));
    }

    @Test
    void theOneForWindowsKnowsEveryCommand() throws IOException {
        final String windows = text("ingot.cmd");
        assertThat(words(windows, "not defined INGOT_COMMAND for %%C in \\(([^)]*)\\)", " "))
                .containsExactlyElementsOf(commands("--help"));
        assertThat(words(windows, "not defined INGOT_SUB for %%C in \\(([^)]*)\\)", " "))
                .containsExactlyElementsOf(commands("cache", "--help"));
    }

    /** The first words, and their other names, of the lines of a help that name commands. */
    private List<String> commands(final String... help) {
        final String text = new Cli(home).run(help).out();
        return Pattern.compile("\\n  ([a-z][a-z-]*(, [a-z]+)?)  +[A-Z]").matcher(text).results()
                .flatMap(found -> Stream.of(found.group(1).split(", "))).sorted().toList();
    }
}
