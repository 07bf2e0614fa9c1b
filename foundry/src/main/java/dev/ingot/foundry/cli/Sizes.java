package dev.ingot.foundry.cli;

import java.util.List;
import java.util.Locale;

/** Numbers of bytes for people. */
final class Sizes {

    private static final double STEP = 1000;

    private Sizes() {}

    static String text(final long bytes) {
        if (bytes < STEP) {
            return bytes + " B";
        }
        double amount = bytes / STEP;
        int unit = 0;
        while (amount >= STEP && unit < 3) {
            amount /= STEP;
            unit++;
        }
        return String.format(Locale.ROOT, amount < 10 ? "%.1f %sB" : "%.0f %sB", amount,
                List.of("k", "M", "G", "T").get(unit));
    }
}
