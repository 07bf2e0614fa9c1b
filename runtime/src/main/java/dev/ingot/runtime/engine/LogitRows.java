package dev.ingot.runtime.engine;

/** For which positions of a step a graph yields logits. */
enum LogitRows {
    /** For those asked for by an extra input. */
    CHOSEN,
    /** For all. */
    ALL,
    /** For the last alone. */
    LAST
}
