package dev.ingot.foundry.validate;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Figures as people read them. */
final class Figures {

    private static final String NONE = "-";

    private Figures() {}

    static String number(final double value) {
        if (!Double.isFinite(value)) {
            return NONE;
        }
        final double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 100 || value == 0 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f",
                value);
    }

    static String number(final OptionalDouble value) {
        return value.isPresent() ? number(value.getAsDouble()) : NONE;
    }

    /** Writes milliseconds. */
    static String millis(final double value) {
        return Double.isFinite(value)
                ? value >= 10_000 ? number(value / 1000) + " s" : number(value) + " ms"
                : NONE;
    }

    static String millis(final OptionalDouble value) {
        return value.isPresent() ? millis(value.getAsDouble()) : NONE;
    }

    static String time(final Duration time) {
        return millis(millis(time));
    }

    /** Returns milliseconds with their fraction. */
    static double millis(final Duration time) {
        return time.toNanos() / 1e6;
    }

    /** Writes bytes. */
    static String memory(final double bytes) {
        final double size = Math.abs(bytes);
        if (!Double.isFinite(bytes)) {
            return NONE;
        }
        return size >= 1e9
                ? number(bytes / 1e9) + " GB"
                : size >= 1e6 ? number(bytes / 1e6) + " MB" : number(bytes / 1e3) + " kB";
    }

    static String memory(final OptionalLong bytes) {
        return bytes.isPresent() ? memory((double) bytes.getAsLong()) : NONE;
    }

    static String percent(final double part) {
        return Double.isFinite(part) ? String.format(Locale.ROOT, "%.0f %%", part * 100) : NONE;
    }

    /** Shortens a text to what fits into a sentence. */
    static String excerpt(final String text) {
        final int most = 160;
        final String flat = text.replaceAll("\\s+", " ");
        final int end = Math.min(most, flat.length());
        return flat.length() <= most
                ? flat
                : flat.substring(0, Character.isHighSurrogate(flat.charAt(end - 1)) ? end - 1 : end) + "...";
    }
}
