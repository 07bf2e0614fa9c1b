package dev.ingot.foundry.cli;

import dev.ingot.report.PlainLine;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Columns as wide as their widest text. */
final class Table {

    private static final int GAP = 4;

    private final List<String> heads = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    Table(final String... heads) {
        heads(heads);
    }

    void heads(final String... more) {
        heads.addAll(List.of(more));
    }

    void row(final List<String> cells) {
        rows.add(cells.stream().map(PlainLine::of).toList());
    }

    void print(final PrintStream out) {
        final var widths = new int[heads.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = heads.get(column).length();
            for (final var row : rows) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        line(out, heads, widths);
        rows.forEach(row -> line(out, row, widths));
    }

    private static void line(final PrintStream out, final List<String> cells, final int[] widths) {
        final var line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            final String cell = cells.get(column);
            line.append(cell);
            if (column < widths.length - 1) {
                line.append(" ".repeat(widths[column] - cell.length() + GAP));
            }
        }
        out.println(line);
    }
}
