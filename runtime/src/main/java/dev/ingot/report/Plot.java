package dev.ingot.report;

/**
 * The room that a chart of two axes takes, and its frame.
 *
 * @param height in units of the picture
 * @param ticks  about how many each axis has
 */
record Plot(int height, int ticks) {

    static final int WIDTH = 860;
    static final int LEFT = 66;
    static final int RIGHT = WIDTH - 20;
    static final int TOP = 26;

    private static final int BELOW = 44;
    private static final int TICK = 5;

    /** Returns where the horizontal axis lies. */
    int bottom() {
        return height - BELOW;
    }

    /** Begins the picture and draws its axes with their names. */
    void open(final Markup target, final String label, final Axis x, final Axis y, final String horizontal,
            final String vertical) {
        target.open("svg", "viewBox", "0 0 " + WIDTH + " " + height, "role", "img", "aria-label", label);
        for (final double tick : y.ticks(ticks)) {
            target.empty("line", "class", "axis", "x1", LEFT, "x2", RIGHT, "y1", y.at(tick), "y2",
                    y.at(tick));
            target.element("text", Axis.label(tick), "x", LEFT - 7, "y", y.at(tick) + 4, "text-anchor",
                    "end");
        }
        for (final double tick : x.ticks(ticks)) {
            target.empty("line", "class", "axis", "x1", x.at(tick), "x2", x.at(tick), "y1", bottom(), "y2",
                    bottom() + TICK);
            target.element("text", Axis.label(tick), "x", x.at(tick), "y", bottom() + 18, "text-anchor",
                    "middle");
        }
        target.element("text", horizontal, "x", (LEFT + RIGHT) / 2, "y", height - 8, "text-anchor", "middle");
        target.element("text", vertical, "x", 4, "y", 13);
    }
}
