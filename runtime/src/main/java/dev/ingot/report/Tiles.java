package dev.ingot.report;

import java.util.List;

/** The figures that matter most, side by side. */
public final class Tiles {

    /**
     * A figure.
     *
     * @param value with its unit
     * @param label what it is
     * @param note  how it is to be read
     */
    public record Tile(String value, String label, String note) {}

    private Tiles() {}

    /**
     * Writes figures.
     *
     * @param target where to
     * @param tiles  from left to right
     */
    public static void write(final Markup target, final List<Tile> tiles) {
        target.open("div", "class", "tiles");
        for (final Tile tile : tiles) {
            target.open("div", "class", "card tile").element("div", tile.label(), "class", "soft")
                    .element("div", tile.value(), "class", "figure")
                    .element("div", tile.note(), "class", "soft small").close("div");
        }
        target.close("div");
    }
}
