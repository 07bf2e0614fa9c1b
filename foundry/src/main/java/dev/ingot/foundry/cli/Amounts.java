package dev.ingot.foundry.cli;

import dev.ingot.error.InvalidOptionException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads parts and sizes as people write them. */
final class Amounts {

    private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([KMGT]?I?B)?");
    private static final Map<String, Long> UNITS = Map.of("B", 1L, "KB", 1_000L, "MB", 1_000_000L, "GB",
            1_000_000_000L, "TB", 1_000_000_000_000L, "KIB", 1L << 10, "MIB", 1L << 20, "GIB", 1L << 30,
            "TIB",
            1L << 40);

    private static final double NANOS = 1e9;

    private Amounts() {}

    /** Reads seconds with a fraction. */
    static Duration seconds(final String option, final double seconds) {
        if (!(seconds > 0)) {
            throw new InvalidOptionException(option + ": expected more than 0 seconds, found " + seconds);
        }
        return Duration.ofNanos((long) Math.min(Long.MAX_VALUE, Math.ceil(seconds * NANOS)));
    }

    /** Reads {@code 1%} or {@code 0.01}. */
    static double part(final String option, final String text) {
        final String plain = text.strip();
        final boolean percent = plain.endsWith("%");
        try {
            final double number = Double
                    .parseDouble(percent ? plain.substring(0, plain.length() - 1) : plain);
            return percent ? number / 100 : number;
        } catch (NumberFormatException e) {
            throw new InvalidOptionException(
                    option + ": expected a part such as 1% or 0.01, found \"" + text + "\"", e);
        }
    }

    /** Reads {@code 500MB}, {@code 1.5GiB} or a number of bytes. */
    static long bytes(final String option, final String text) {
        final Matcher matcher = SIZE.matcher(text.strip().toUpperCase(Locale.ROOT));
        final Long unit = matcher.matches()
                ? UNITS.get(matcher.group(2) == null ? "B" : matcher.group(2))
                : null;
        if (unit == null) {
            throw new InvalidOptionException(
                    option + ": expected a size such as 500MB or 1.5GiB, found \"" + text + "\"");
        }
        return Math.round(Double.parseDouble(matcher.group(1)) * unit);
    }
}
