package dev.ingot.runtime;

/** Takes the logits of a text, position by position. */
@FunctionalInterface
public interface LogitsConsumer {

    /**
     * Takes the logits of one position: they score every candidate for the token that follows it.
     *
     * @param position index of the token, from 0, ascending
     * @param logits   one per entry of the vocabulary; valid and unchanged only until this returns
     */
    void accept(int position, float[] logits);
}
