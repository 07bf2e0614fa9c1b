package dev.ingot.foundry.cli;

import dev.ingot.error.InvalidOptionException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Log messages of Ingot as plain lines on the error stream; only in a process of its own. An error's line is followed by
 * where it came from, that of anything less only where everything is shown.
 */
final class Logging {

    static final Level ALL = Level.ALL;
    static final Level WARNINGS = Level.WARNING;

    private static final int MOST_QUIET = 4;

    /** Kept, because the logging system lets go of loggers that nobody holds. */
    private static final Logger LOGGER = Logger.getLogger("dev.ingot");

    private Logging() {}

    static void start(final PrintStream err, final Level level) {
        for (final Handler handler : LOGGER.getHandlers()) {
            LOGGER.removeHandler(handler);
        }
        LOGGER.setUseParentHandlers(false);
        LOGGER.setLevel(level);
        LOGGER.addHandler(new Lines(err));
    }

    /**
     * Sets the level by the numbers of the Python tools: 0 everything, 1 information, 2 warnings, 3 and 4 errors. In a
     * process of somebody else only the number is checked.
     */
    static void level(final String option, final int number) {
        if (number < 0 || number > MOST_QUIET) {
            throw new InvalidOptionException(option + ": expected 0 to 4, found " + number);
        }
        if (LOGGER.getHandlers().length == 0) {
            return;
        }
        LOGGER.setLevel(switch (number) {
            case 0 -> Level.ALL;
            case 1 -> Level.INFO;
            case 2 -> Level.WARNING;
            default -> Level.SEVERE;
        });
    }

    private static final class Lines extends Handler {

        private final PrintStream err;
        private final SimpleFormatter formatter = new SimpleFormatter();

        Lines(final PrintStream err) {
            this.err = err;
        }

        @Override
        public void publish(final LogRecord record) {
            final String kind = record.getLevel().equals(Level.SEVERE)
                    ? "error"
                    : record.getLevel().getName().toLowerCase(Locale.ROOT);
            final Throwable cause = record.getThrown();
            err.println("ingot: " + kind + ": " + formatter.formatMessage(record)
                    + (cause == null ? "" : ": " + cause));
            if (cause != null
                    && (record.getLevel().equals(Level.SEVERE) || Level.ALL.equals(LOGGER.getLevel()))) {
                cause.printStackTrace(err);
            }
        }

        @Override
        public void flush() {
            err.flush();
        }

        @Override
        public void close() {}
    }
}
