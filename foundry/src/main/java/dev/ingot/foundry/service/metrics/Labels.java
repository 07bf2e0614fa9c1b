package dev.ingot.foundry.service.metrics;

/** Labels as Prometheus writes them, without the braces. */
final class Labels {

    static final String NONE = "";

    private Labels() {}

    static String of(final String name, final String value) {
        return with(NONE, name, value);
    }

    static String with(final String labels, final String name, final String value) {
        final String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return (labels.isEmpty() ? "" : labels + ",") + name + "=\"" + escaped + "\"";
    }
}
