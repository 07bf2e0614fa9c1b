package dev.ingot.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A scale of values along a stretch of pixels.
 *
 * @param low         the value at {@code from}
 * @param high        the value at {@code to}, above {@code low}
 * @param logarithmic whether equal factors are equally far apart; then {@code low} is above 0
 * @param from        pixel
 * @param to          pixel
 */
record Axis(double low, double high, boolean logarithmic, double from, double to) {

    private static final double[] STEPS = {1, 2, 5, 10};

    /** A scale from 0 up to beyond the largest value. */
    static Axis fromZero(final double largest, final int ticks, final double from, final double to) {
        final double step = step(Math.max(largest, 1e-9) / ticks);
        return new Axis(0, Math.ceil(Math.max(largest, 1e-9) / step) * step, false, from, to);
    }

    /** A scale around some values, with a little room on both sides. */
    static Axis around(final double least, final double largest, final double from, final double to) {
        final double room = Math.max((largest - least) * 0.08, Math.max(Math.abs(largest), 1e-9) * 0.01);
        return new Axis(least - room, largest + room, false, from, to);
    }

    /** A scale of exactly some values, or a little around a single one. */
    static Axis over(final double least, final double largest, final double from, final double to) {
        return largest > least
                ? new Axis(least, largest, false, from, to)
                : new Axis(least - 1, least + 1, false, from, to);
    }

    /** A logarithmic scale around positive values, with room of a factor on both sides. */
    static Axis logarithmic(final double least, final double largest, final double room, final double from,
            final double to) {
        return new Axis(least / room, largest * room, true, from, to);
    }

    /** Returns the pixel of a value; a logarithmic scale, which has no 0, shows it at its foot. */
    double at(final double value) {
        final double part = logarithmic
                ? Math.log(Math.max(value, low) / low) / Math.log(high / low)
                : (value - low) / (high - low);
        return from + part * (to - from);
    }

    /** Returns round values for labels, about as many as asked for. */
    List<Double> ticks(final int count) {
        final var ticks = new ArrayList<Double>();
        if (logarithmic) {
            for (double power = Math.pow(10, Math.floor(Math.log10(low))); power <= high; power *= 10) {
                for (final double digit : high / low > 2000 ? new double[]{1} : new double[]{1, 2, 5}) {
                    if (power * digit >= low && power * digit <= high) {
                        ticks.add(power * digit);
                    }
                }
            }
            return ticks;
        }
        final double step = step((high - low) / count);
        for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    private static double step(final double least) {
        final double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (final double digit : STEPS) {
            if (digit * power >= least * 0.999) {
                return digit * power;
            }
        }
        return STEPS[STEPS.length - 1] * power;
    }

    /** Writes a value as a label. */
    static String label(final double value) {
        final double size = Math.abs(value);
        if (size > 0 && size < 1e-4) {
            return String.format(Locale.ROOT, "%.0e", value);
        }
        final String text = String.format(Locale.ROOT, "%.5f", value);
        return text.replaceFirst("\\.?0+$", "");
    }
}
