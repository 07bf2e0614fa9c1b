package dev.ingot.foundry.cli;

import dev.ingot.foundry.settings.Environment;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The streams of this process. */
final class StandardStreams {

    private StandardStreams() {}

    static Terminal terminal() {
        // Whether there is a console object without a terminal differs from one JDK to the next.
        final boolean interactive = Optional.ofNullable(System.console()).filter(Console::isTerminal)
                .isPresent();
        final Charset charset = charset(interactive);
        return new Terminal(stream(FileDescriptor.out, charset), stream(FileDescriptor.err, charset),
                System.in,
                interactive, Environment.ofProcess());
    }

    /** UTF-8, but in a Windows console what that console shows. */
    static Charset charset(final boolean interactive) {
        final boolean windows = System.getProperty("os.name", "").startsWith("Windows");
        return windows && interactive
                ? Charset.forName(System.getProperty("stdout.encoding", "UTF-8"))
                : StandardCharsets.UTF_8;
    }

    private static PrintStream stream(final FileDescriptor descriptor, final Charset charset) {
        return new PrintStream(new FileOutputStream(descriptor), true, charset);
    }
}
