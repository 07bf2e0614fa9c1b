package dev.ingot.report;

import java.util.List;
import java.util.stream.Collectors;

/** A table for a terminal: the first column to the left, the others to the right. */
public final class TextTable {

    private static final String GAP = "  ";

    private TextTable() {}

    /**
     * Lays a table out.
     *
     * @param heads of the columns
     * @param cells in rows, as many in each; what a terminal would act on is shown as {@link PlainLine} shows it
     * @return the lines, each ending with a line break
     */
    public static String of(final List<String> heads, final List<List<String>> cells) {
        final var rows = cells.stream().map(row -> row.stream().map(PlainLine::of).toList()).toList();
        final int[] widths = new int[heads.size()];
        for (int i = 0; i < widths.length; i++) {
            final int column = i;
            widths[i] = Math.max(heads.get(i).length(),
                    rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
        }
        return line(heads, widths)
                + rows.stream().map(row -> line(row, widths)).collect(Collectors.joining());
    }

    private static String line(final List<String> cells, final int[] widths) {
        final var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            final String room = " ".repeat(widths[i] - cells.get(i).length());
            line.append(i == 0 ? "" : GAP).append(i == 0 ? cells.get(i) + room : room + cells.get(i));
        }
        return line.toString().stripTrailing() + "\n";
    }
}
