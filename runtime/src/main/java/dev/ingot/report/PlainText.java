package dev.ingot.report;

import java.util.List;

/**
 * A text for a terminal, line by line: whatever names and texts of strangers hold, a line of it stays one line. Not
 * thread-safe.
 */
public final class PlainText {

    private final StringBuilder text = new StringBuilder();

    /**
     * Adds a line.
     *
     * @param content of the line; what a terminal would act on is shown as {@link PlainLine} shows it
     * @return this
     */
    public PlainText line(final String content) {
        text.append(PlainLine.of(content)).append('\n');
        return this;
    }

    /**
     * Adds an empty line.
     *
     * @return this
     */
    public PlainText gap() {
        return line("");
    }

    /**
     * Adds a table.
     *
     * @param heads of the columns
     * @param rows  cells, as many in each row
     * @return this
     */
    public PlainText table(final List<String> heads, final List<List<String>> rows) {
        text.append(TextTable.of(heads, rows));
        return this;
    }

    /** Returns the lines, each with a line break. */
    @Override
    public String toString() {
        return text.toString();
    }
}
