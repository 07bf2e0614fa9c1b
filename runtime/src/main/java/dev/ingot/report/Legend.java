package dev.ingot.report;

import java.util.List;

/** Says which colour stands for what. */
public final class Legend {

    private Legend() {}

    /**
     * Writes a legend.
     *
     * @param target where to
     * @param names  in the order of the colours
     */
    public static void write(final Markup target, final List<String> names) {
        target.open("div", "class", "legend");
        for (int i = 0; i < names.size(); i++) {
            target.open("span").element("i", "", "style", "background:" + Page.colour(i))
                    .element("span", names.get(i)).close("span");
        }
        target.close("div");
    }
}
