package dev.ingot.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Values over time or some other quantity.
 *
 * @param title      what the values are of
 * @param horizontal what the horizontal axis shows
 * @param vertical   what the vertical axis shows
 * @param fromZero   whether the vertical axis begins at 0, and not below the least value
 * @param series     the values; a legend names them where there are several
 */
public record LineChart(String title, String horizontal, String vertical, boolean fromZero,
        List<Series> series) {

    private static final Plot PLOT = new Plot(260, 5);

    /** How a series is drawn. */
    public enum Mark {
        /** Its points are joined. */
        LINE,
        /** Each point by itself. */
        DOTS,
        /** Its points are joined by a broken line: what was worked out, not measured. */
        DASHES
    }

    /**
     * A value.
     *
     * @param x place on the horizontal axis
     * @param y the value
     */
    public record Point(double x, double y) {}

    /**
     * Values that belong together.
     *
     * @param name   what they are
     * @param mark   how they are drawn
     * @param points from left to right
     */
    public record Series(String name, Mark mark, List<Point> points) {

        /** Copies the list. */
        public Series {
            points = List.copyOf(points);
        }
    }

    /** Copies the list. */
    public LineChart {
        series = List.copyOf(series);
    }

    /**
     * Draws the chart; nothing when there is no value.
     *
     * @param target where to
     */
    public void draw(final Markup target) {
        if (series.stream().allMatch(it -> it.points().isEmpty())) {
            return;
        }
        final Axis x = Axis.over(extreme(true, false), extreme(true, true), Plot.LEFT, Plot.RIGHT);
        final Axis y = fromZero
                ? Axis.fromZero(extreme(false, true), PLOT.ticks(), PLOT.bottom(), Plot.TOP)
                : Axis.around(extreme(false, false), extreme(false, true), PLOT.bottom(), Plot.TOP);
        target.open("div", "class", "card").element("h3", title);
        if (series.size() > 1) {
            Legend.write(target, series.stream().map(Series::name).toList());
        }
        PLOT.open(target, title + ": " + vertical + " by " + horizontal, x, y, horizontal, vertical);
        for (int i = 0; i < series.size(); i++) {
            final Series drawn = series.get(i);
            if (drawn.mark() == Mark.DOTS) {
                dots(target, drawn, x, y, Page.colour(i));
            } else {
                line(target, drawn, x, y, Page.colour(i));
            }
        }
        target.close("svg").close("div");
    }

    private double extreme(final boolean horizontally, final boolean largest) {
        final var values = series.stream().flatMap(it -> it.points().stream())
                .mapToDouble(point -> horizontally ? point.x() : point.y());
        return (largest ? values.max() : values.min()).orElseThrow();
    }

    private static void line(final Markup target, final Series series, final Axis x, final Axis y,
            final String colour) {
        final String path = series.points().stream()
                .map(point -> String.format(Locale.ROOT, "%.1f,%.1f", x.at(point.x()), y.at(point.y())))
                .collect(Collectors.joining(" "));
        target.empty("polyline", "points", path, "style",
                "fill:none;stroke-width:2;stroke-linejoin:round;stroke:"
                        + colour + (series.mark() == Mark.DASHES ? ";stroke-dasharray:6 4" : ""));
    }

    private void dots(final Markup target, final Series series, final Axis x, final Axis y,
            final String colour) {
        for (final Point point : series.points()) {
            target.open("circle", "cx", x.at(point.x()), "cy", y.at(point.y()), "r", 3, "style",
                    "fill:" + colour)
                    .element("title", series.name() + ": " + Axis.label(point.y()) + " at "
                            + Axis.label(point.x()))
                    .close("circle");
        }
    }
}
