package dev.ingot.report;

import java.util.Locale;
import java.util.regex.Pattern;

/** Text that grows into HTML or SVG; everything written is well-formed XML too. Not thread-safe. */
public final class Markup {

    private static final Pattern CONTROL = Pattern
            .compile("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\uFFFE\\uFFFF\\p{Cs}]");

    private final StringBuilder text = new StringBuilder();

    /** Escapes text for content and attributes; characters that XML cannot have become replacement characters. */
    private static String escape(final String plain) {
        return CONTROL.matcher(plain).replaceAll("\uFFFD").replace("&", "&amp;").replace("<", "&lt;")
                .replace(">", "&gt;").replace("\"", "&quot;").replace("\r", "&#13;");
    }

    /**
     * Writes markup as it is.
     *
     * @param markup well-formed
     * @return this
     */
    public Markup raw(final String markup) {
        text.append(markup).append('\n');
        return this;
    }

    /**
     * Begins an element.
     *
     * @param name       of the element
     * @param attributes names and values in turn; numbers with a fraction are rounded to a tenth, text is escaped
     * @return this
     */
    public Markup open(final String name, final Object... attributes) {
        return tag(name, attributes, ">\n");
    }

    /**
     * Ends an element.
     *
     * @param name of the element
     * @return this
     */
    public Markup close(final String name) {
        text.append("</").append(name).append(">\n");
        return this;
    }

    /**
     * Writes an element that holds nothing.
     *
     * @param name       of the element
     * @param attributes as for {@link #open}
     * @return this
     */
    public Markup empty(final String name, final Object... attributes) {
        return tag(name, attributes, "/>\n");
    }

    /**
     * Writes an element that holds nothing but text.
     *
     * @param name       of the element
     * @param plain      its text, not escaped
     * @param attributes as for {@link #open}
     * @return this
     */
    public Markup element(final String name, final String plain, final Object... attributes) {
        tag(name, attributes, ">");
        text.append(escape(plain));
        return close(name);
    }

    private Markup tag(final String name, final Object[] attributes, final String end) {
        text.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            text.append(' ').append(attributes[i]).append("=\"").append(value(attributes[i + 1])).append('"');
        }
        text.append(end);
        return this;
    }

    private static String value(final Object value) {
        return value instanceof Double number
                ? String.format(Locale.ROOT, "%.1f", number)
                : escape(String.valueOf(value)).replace("\n", "&#10;").replace("\t", "&#9;");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
