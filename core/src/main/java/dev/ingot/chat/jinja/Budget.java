package dev.ingot.chat.jinja;

/**
 * Counts what one rendering uses, so that a hostile template cannot run, allocate or nest without bound. Belongs to one
 * rendering.
 */
final class Budget {

    /** Nodes evaluated and elements visited, to begin with; some hundred times what a conversation needs. */
    static final long STEPS = 5_000_000;
    /** Characters made over the whole rendering, dead ones included, to begin with. */
    static final long CHARACTERS = 64_000_000;
    /** Nesting of expressions, macros, loops and values together. */
    static final int MAX_DEPTH = 400;

    /** What each character and element handed in adds. */
    private static final int STEPS_PER_INPUT = 4;
    private static final int CHARACTERS_PER_INPUT = 64;
    /** An element takes the room of this many characters. */
    private static final int CHARACTERS_PER_ELEMENT = 16;
    /** Going through this many characters takes as long as one step. */
    private static final int CHARACTERS_PER_STEP = 32;

    private long steps;
    private long characters;
    private int depth;

    /**
     * Starts to count.
     *
     * @param input characters and elements that the caller hands in, which widen what may be made of them
     */
    Budget(final long input) {
        this.steps = STEPS + STEPS_PER_INPUT * input;
        this.characters = CHARACTERS + CHARACTERS_PER_INPUT * input;
    }

    void step() {
        work(1);
    }

    /** Counts work that is done in one go, as so many steps. */
    void work(final long amount) {
        steps -= amount;
        if (steps < 0) {
            throw new Fault("the template takes too many steps");
        }
    }

    /** Counts going through a text. */
    void scan(final int length) {
        work(length / CHARACTERS_PER_STEP);
    }

    /** Counts characters; called before they are stored. */
    void characters(final long amount) {
        characters -= amount;
        if (amount < 0 || characters < 0) {
            throw new Fault("the template makes too much text");
        }
    }

    /** Counts elements of lists and dicts; called before they are stored where their number is not bound by input. */
    void elements(final long amount) {
        characters(amount > Integer.MAX_VALUE ? Long.MAX_VALUE : amount * CHARACTERS_PER_ELEMENT);
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
