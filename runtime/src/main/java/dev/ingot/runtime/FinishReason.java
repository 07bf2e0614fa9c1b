package dev.ingot.runtime;

/** Why a generation ended. */
public enum FinishReason {
    /** The model said so (end-of-sequence token) or a stop string was found. */
    STOP,
    /** The limit of tokens was reached. */
    LENGTH,
    /** The caller cancelled. */
    CANCELLED
}
