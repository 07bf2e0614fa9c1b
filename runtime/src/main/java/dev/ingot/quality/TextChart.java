package dev.ingot.quality;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Points of a search in a terminal: size to the right, divergence upwards on a logarithmic scale, with those that have
 * none at its foot; those whose divergence is no number are only named.
 */
final class TextChart {

    private static final int WIDTH = 64;
    private static final int HEIGHT = 14;

    private TextChart() {}

    static String of(final List<SearchPoint> points) {
        final double[] sizes = points.stream().mapToDouble(point -> point.bytes() / 1e6).toArray();
        final double least = points.stream().mapToDouble(point -> point.score().divergence())
                .filter(value -> value > 0).min().orElse(1);
        final double[] heights = points.stream()
                .mapToDouble(point -> Math.log10(Math.max(least, point.score().divergence()))).toArray();
        final var lines = new char[HEIGHT][WIDTH];
        for (final char[] line : lines) {
            Arrays.fill(line, ' ');
        }
        for (int i = 0; i < points.size(); i++) {
            if (!Double.isFinite(heights[i])) {
                continue;
            }
            final int row = HEIGHT - 1 - position(heights, i, HEIGHT - 1);
            put(lines[row], position(sizes, i, WIDTH - 1), letter(i));
        }
        final var text = new StringBuilder("KL per token, logarithmic, by size in MB\n");
        for (int row = 0; row < HEIGHT; row++) {
            text.append(row == 0
                    ? label(heights, true)
                    : row == HEIGHT - 1 ? label(heights, false) : " ".repeat(9))
                    .append(" |").append(new String(lines[row]).stripTrailing()).append('\n');
        }
        text.append(" ".repeat(10)).append('+').append("-".repeat(WIDTH)).append('\n')
                .append(String.format(Locale.ROOT, "%11s%-10.2f%" + (WIDTH - 10) + ".2f%n", "", min(sizes),
                        max(sizes)));
        for (int i = 0; i < points.size(); i++) {
            text.append(letter(i)).append(points.get(i).front() ? " *" : "  ").append(points.get(i).name())
                    .append(Double.isFinite(heights[i]) ? "\n" : " (no divergence)\n");
        }
        return text.toString().replace(System.lineSeparator(), "\n");
    }

    /** Where two points share a place the second goes to its right. */
    private static void put(final char[] line, final int wanted, final char letter) {
        int column = wanted;
        while (column < WIDTH - 1 && line[column] != ' ') {
            column++;
        }
        line[column] = letter;
    }

    private static char letter(final int index) {
        return (char) (index < 26 ? 'a' + index : index < 52 ? 'A' + index - 26 : '?');
    }

    private static int position(final double[] values, final int index, final int last) {
        final double range = max(values) - min(values);
        return range == 0 ? last / 2 : (int) Math.round((values[index] - min(values)) / range * last);
    }

    private static String label(final double[] heights, final boolean top) {
        return String.format(Locale.ROOT, "%9.2g", Math.pow(10, top ? max(heights) : min(heights)));
    }

    private static double min(final double[] values) {
        return Arrays.stream(values).filter(Double::isFinite).min().orElse(0);
    }

    private static double max(final double[] values) {
        return Arrays.stream(values).filter(Double::isFinite).max().orElse(0);
    }
}
