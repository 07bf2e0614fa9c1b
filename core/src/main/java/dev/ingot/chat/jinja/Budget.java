package dev.ingot.chat.jinja;

/**
 * Counts what one rendering uses, so that a hostile template cannot run, allocate or nest without bound. Belongs to one
 * rendering.
 */
final class Budget {

    /** Nodes evaluated and elements visited; some hundred times what a long conversation needs. */
    static final long MAX_STEPS = 20_000_000;
    /** Characters and list slots made over the whole rendering, dead ones included. */
    static final long MAX_UNITS = 64_000_000;
    /** Nesting of expressions, macros, loops and values together. */
    static final int MAX_DEPTH = 400;

    private final long maxUnits;
    private long steps;
    private long units;
    private int depth;

    /**
     * Starts to count.
     *
     * @param inputUnits size of what the caller hands in, which widens what may be made of it
     */
    Budget(final long inputUnits) {
        this.maxUnits = MAX_UNITS + 64 * inputUnits;
    }

    void step() {
        work(1);
    }

    /** Counts work that is done in one go, such as a search. */
    void work(final long amount) {
        steps += amount;
        if (steps > MAX_STEPS) {
            throw new Fault("the template takes more than " + MAX_STEPS + " steps");
        }
    }

    /** Counts characters or list slots; called before they are allocated where their number is not bound by input. */
    void allocate(final long amount) {
        units += amount;
        if (amount < 0 || units > maxUnits) {
            throw new Fault("the template makes more than " + maxUnits + " characters and elements");
        }
    }

    void enter() {
        if (++depth > MAX_DEPTH) {
            throw new Fault("the template nests more than " + MAX_DEPTH + " levels");
        }
    }

    void leave() {
        depth--;
    }
}
