package dev.ingot.foundry.service.wire;

/** Why the work for a request was cancelled. */
public enum Interruption {
    /** It was not. */
    NONE,
    /** The client has closed its connection, or does not read. */
    GONE,
    /** The time for one request is over. */
    TIME,
    /** The server is closing and has waited long enough. */
    CLOSING
}
