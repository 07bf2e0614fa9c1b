package dev.ingot.runtime;

/** Why a generation ended. */
public enum FinishReason {
    /** The model said so (end-of-sequence token), a stop string was found, or the constraint leaves nothing more to say. */
    STOP,
    /** The model said so in a conversation, and wants tools to be called. */
    TOOL_CALLS,
    /** The limit of tokens was reached. */
    LENGTH,
    /** The caller cancelled. */
    CANCELLED,
    /** The time that {@link GenerationOptions#deadline} gives was over. */
    DEADLINE
}
