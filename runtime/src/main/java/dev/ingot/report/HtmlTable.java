package dev.ingot.report;

import java.util.List;

/** A table. */
public final class HtmlTable {

    private HtmlTable() {}

    /**
     * Writes a table.
     *
     * @param target where to
     * @param heads  of the columns
     * @param rows   cells, as many in each row; a row that begins with a star stands out, and the star is left out
     */
    public static void write(final Markup target, final List<String> heads, final List<List<String>> rows) {
        write(target, "card", heads, rows);
    }

    /**
     * Writes a table that is no wider than a few words need.
     *
     * @param target where to
     * @param heads  of the columns
     * @param rows   cells, as for {@link #write}
     */
    public static void narrow(final Markup target, final List<String> heads, final List<List<String>> rows) {
        write(target, "card narrow", heads, rows);
    }

    private static void write(final Markup target, final String style, final List<String> heads,
            final List<List<String>> rows) {
        target.open("div", "class", style).open("table").open("thead").open("tr");
        heads.forEach(head -> target.element("th", head));
        target.close("tr").close("thead").open("tbody");
        for (final List<String> row : rows) {
            final boolean marked = row.getFirst().startsWith("*");
            target.open("tr", "class", marked ? "mark" : "plain");
            for (int i = 0; i < row.size(); i++) {
                target.element("td", i == 0 && marked ? row.get(i).substring(1) : row.get(i));
            }
            target.close("tr");
        }
        target.close("tbody").close("table").close("div");
    }
}
