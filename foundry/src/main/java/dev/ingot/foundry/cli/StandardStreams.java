package dev.ingot.foundry.cli;

import dev.ingot.foundry.settings.Environment;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InaccessibleObjectException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The streams of this process. */
final class StandardStreams {

    private StandardStreams() {}

    static Terminal terminal() {
        // Whether there is a console object without a terminal differs from one JDK to the next.
        final boolean interactive = Optional.ofNullable(System.console()).filter(Console::isTerminal)
                .isPresent();
        final Charset charset = charset(interactive);
        final PrintStream err = stream(errors(), charset);
        System.setErr(err);
        return new Terminal(stream(FileDescriptor.out, charset), err, System.in, interactive,
                redraw(interactive),
                Environment.ofProcess());
    }

    /** The JVM does not know where the error stream leads: the launcher says it, else the other two streams stand for it. */
    private static boolean redraw(final boolean interactive) {
        return Boolean.parseBoolean(System.getProperty("ingot.stderr.tty", Boolean.toString(interactive)));
    }

    /** UTF-8, but in a Windows console what that console shows. */
    static Charset charset(final boolean interactive) {
        final boolean windows = System.getProperty("os.name", "").startsWith("Windows");
        return windows && interactive
                ? Charset.forName(System.getProperty("stdout.encoding", "UTF-8"))
                : StandardCharsets.UTF_8;
    }

    /**
     * Returns the descriptor of the error stream. The launcher keeps the JVM's own first words from the user, and hands
     * the real stream over under another number.
     */
    private static FileDescriptor errors() {
        final @Nullable Integer number = Integer.getInteger("ingot.stderr");
        if (number != null) {
            try {
                final var constructor = FileDescriptor.class.getDeclaredConstructor(int.class);
                constructor.setAccessible(true);
                return constructor.newInstance(number);
            } catch (ReflectiveOperationException | InaccessibleObjectException e) {
                System.out.println("ingot: cannot write to the error stream: " + e);
            }
        }
        return FileDescriptor.err;
    }

    private static PrintStream stream(final FileDescriptor descriptor, final Charset charset) {
        return new PrintStream(new FileOutputStream(descriptor), true, charset);
    }
}
