package dev.ingot.report;

import java.util.List;
import java.util.Locale;

/**
 * Bars in groups: one group per place on the horizontal axis, one bar per series.
 *
 * @param title  what the bars are of
 * @param unit   of the values, for the hints of the bars
 * @param groups the groups, from left to right
 * @param top    the value that all panels of a page reach up to
 */
public record BarPanel(String title, String unit, List<Group> groups, double top) {

    private static final int WIDTH = 340;
    private static final int HEIGHT = 150;
    private static final int LEFT = 38;
    private static final int BOTTOM = 20;
    private static final int TOP = 6;
    private static final int TICKS = 4;
    private static final int MOST_LABELS = 12;
    private static final double GAP = 0.25;

    /**
     * Bars side by side.
     *
     * @param label  below them
     * @param values by series; NaN for one without a bar, infinity for one that reaches the top
     */
    public record Group(String label, List<Double> values) {

        /** Copies the list. */
        public Group {
            values = List.copyOf(values);
        }
    }

    /** Copies the list. */
    public BarPanel {
        groups = List.copyOf(groups);
    }

    /**
     * Draws the panel.
     *
     * @param target where to
     * @param series names of the bars of a group
     */
    public void draw(final Markup target, final List<String> series) {
        final Axis axis = Axis.fromZero(top, TICKS, HEIGHT - BOTTOM, TOP);
        target.open("div", "class", "card").element("h3", title).open("svg", "viewBox",
                "0 0 " + WIDTH + " " + HEIGHT, "role", "img", "aria-label", title);
        for (final double tick : axis.ticks(TICKS)) {
            target.empty("line", "class", "axis", "x1", LEFT, "x2", WIDTH, "y1", axis.at(tick), "y2",
                    axis.at(tick));
            target.element("text", Axis.label(tick), "x", LEFT - 5, "y", axis.at(tick) + 4, "text-anchor",
                    "end");
        }
        final double step = (double) (WIDTH - LEFT) / Math.max(1, groups.size());
        final int every = Math.ceilDiv(groups.size(), MOST_LABELS);
        for (int i = 0; i < groups.size(); i++) {
            bars(target, series, groups.get(i), LEFT + i * step, step, axis);
            if (i % every == 0) {
                target.element("text", groups.get(i).label(), "x", LEFT + (i + 0.5) * step, "y", HEIGHT - 5,
                        "text-anchor", "middle");
            }
        }
        target.close("svg").close("div");
    }

    private void bars(final Markup target, final List<String> series, final Group group, final double x,
            final double step, final Axis axis) {
        final double width = Math.min(30, step * (1 - GAP) / series.size());
        final double start = x + (step - width * series.size()) / 2;
        for (int i = 0; i < series.size(); i++) {
            final double value = group.values().get(i);
            if (Double.isNaN(value)) {
                continue;
            }
            final double y = axis.at(Math.clamp(value, 0, axis.high()));
            final String hint = title + " " + group.label() + ", " + series.get(i) + ": "
                    + (Double.isInfinite(value)
                            ? "exact"
                            : String.format(Locale.ROOT, "%.1f %s", value, unit));
            target.open("rect", "x", start + i * width, "y", y, "width", Math.max(0.8, width - 0.6), "height",
                    axis.at(0) - y, "style", "fill:" + Page.colour(i)).element("title", hint).close("rect");
        }
    }
}
