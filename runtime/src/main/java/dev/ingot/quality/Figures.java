package dev.ingot.quality;

import java.util.Locale;

/** How figures are written for people. */
final class Figures {

    private Figures() {}

    static String megabytes(final long bytes) {
        return String.format(Locale.ROOT, "%.2f", bytes / 1e6);
    }

    static String perplexity(final double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    /** A part as a change in percent. */
    static String change(final double part) {
        return String.format(Locale.ROOT, "%+.2f %%", part * 100);
    }

    static String percent(final double part) {
        return String.format(Locale.ROOT, "%.2f %%", part * 100);
    }

    static String divergence(final double nats) {
        return String.format(Locale.ROOT, nats != 0 && nats < 1e-5 ? "%.1e" : "%.5f", nats);
    }

    static String cosine(final double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }

    static String decibels(final double value) {
        return Double.isInfinite(value) ? "exact" : String.format(Locale.ROOT, "%.1f", value);
    }

    static String error(final double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
