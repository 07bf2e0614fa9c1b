package dev.ingot.runtime;

/** What becomes of a conversation that has outgrown the model's context. */
public enum ContextPolicy {

    /** The question is refused; the conversation stays as it was. */
    REFUSE,

    /**
     * The model is no longer shown the oldest turns: whole messages, from a user's message on to before the next one.
     * System messages at the beginning stay. Once room is wanted, some more is made, so that not every turn has to
     * compute the whole conversation anew.
     */
    DROP_OLDEST_TURNS
}
