package dev.ingot.chat.jinja;

/** All filters, by name. */
final class Filters {

    static final Library ALL = new Library();

    static {
        TextFilters.define(ALL);
        LayoutFilters.define(ALL);
        NumberFilters.define(ALL);
        SequenceFilters.define(ALL);
        SelectionFilters.define(ALL);
        OrderFilters.define(ALL);
    }

    private Filters() {}
}
