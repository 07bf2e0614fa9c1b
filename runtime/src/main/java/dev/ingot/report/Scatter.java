package dev.ingot.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Points with names, for what is small and good at the lower left.
 *
 * @param horizontal what the horizontal axis shows
 * @param vertical   what the vertical axis shows
 * @param points     the points
 */
public record Scatter(String horizontal, String vertical, List<Point> points) {

    private static final Plot PLOT = new Plot(380, 6);
    private static final int LINE = 14;
    private static final double CHARACTER = 6.6;
    private static final int RADIUS = 5;
    /** Values of a wider range stand on a logarithmic scale. */
    private static final double WIDE = 4;

    /**
     * A point.
     *
     * @param name  written beside it
     * @param x     value on the horizontal axis
     * @param y     value on the vertical axis
     * @param front whether no other point is better in everything: such points are filled and joined by a line
     * @param hint  shown when a pointer rests on it
     */
    public record Point(String name, double x, double y, boolean front, String hint) {}

    private record Label(double x, double y, boolean left, double width) {

        boolean meets(final Label other) {
            return Math.abs(y - other.y) < LINE && start() < other.start() + other.width
                    && other.start() < start() + width;
        }

        private double start() {
            return left ? x - width : x;
        }
    }

    /** Copies the list. */
    public Scatter {
        points = List.copyOf(points);
    }

    /**
     * Draws the chart.
     *
     * @param target where to
     */
    public void draw(final Markup target) {
        final Axis x = axis(Point::x, 1.15, Plot.LEFT, Plot.RIGHT);
        final Axis y = axis(Point::y, 1.6, PLOT.bottom(), Plot.TOP);
        target.open("div", "class", "card");
        PLOT.open(target, vertical + " by " + horizontal, x, y, horizontal + scale(x), vertical + scale(y));
        front(target, x, y);
        final var labels = new ArrayList<Label>();
        // Those of the front last, so that nothing hides them.
        points.stream().sorted(Comparator.comparing(Point::front).thenComparingDouble(Point::x)).forEach(
                point -> point(target, point, x.at(point.x()), y.at(point.y()), labels));
        target.close("svg").close("div");
    }

    private Axis axis(final ToDoubleFunction<Point> value, final double room, final double from,
            final double to) {
        final double least = points.stream().mapToDouble(value).min().orElseThrow();
        final double most = points.stream().mapToDouble(value).max().orElseThrow();
        final double positive = points.stream().mapToDouble(value).filter(it -> it > 0).min().orElse(most);
        return most > positive * WIDE
                ? Axis.logarithmic(positive, most, room, from, to)
                : Axis.around(least, most, from, to);
    }

    private static String scale(final Axis axis) {
        return axis.logarithmic() ? " (logarithmic)" : "";
    }

    private void front(final Markup target, final Axis x, final Axis y) {
        final var path = new StringBuilder();
        points.stream().filter(Point::front).sorted(Comparator.comparingDouble(Point::x)).forEach(
                point -> path.append(path.isEmpty() ? "" : " ")
                        .append(String.format(Locale.ROOT, "%.1f,%.1f", x.at(point.x()),
                                y.at(point.y()))));
        if (path.indexOf(" ") > 0) {
            target.empty("polyline", "class", "front", "points", path);
        }
    }

    private static void point(final Markup target, final Point point, final double x, final double y,
            final List<Label> labels) {
        final String fill = point.front() ? "var(--c0)" : "var(--card)";
        final Label label = place(point.name().length() * CHARACTER, x, y, labels);
        labels.add(label);
        if (label.y() != y) {
            target.empty("line", "class", "lead", "x1", x, "y1", y, "x2", label.x(), "y2", label.y());
        }
        target.open("circle", "cx", x, "cy", y, "r", RADIUS, "style",
                "fill:" + fill + ";stroke:var(--c0);stroke-width:2").element("title", point.hint())
                .close("circle");
        target.element("text", point.name(), "class", "name", "x", label.x(), "y", label.y() + 4,
                "text-anchor", label.left() ? "end" : "start");
    }

    /**
     * Beside the point, on the side where there is room, and moved up or down, at the end of a line, until it meets no
     * other label.
     */
    private static Label place(final double width, final double x, final double y,
            final List<Label> labels) {
        for (int shift = 0;; shift = shift <= 0 ? 1 - shift : -shift) {
            final double beside = shift == 0 ? 10 : 26;
            for (final boolean left : new boolean[]{false, true}) {
                final var label = new Label(left ? x - beside : x + beside, y + shift * 6.0, left, width);
                final boolean inside = label.start() > Plot.LEFT && label.start() + width < Plot.WIDTH;
                if ((inside && labels.stream().noneMatch(label::meets)) || shift > 40) {
                    return label;
                }
            }
        }
    }
}
