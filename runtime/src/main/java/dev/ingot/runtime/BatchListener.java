package dev.ingot.runtime;

/** Is told of the tokens of several prompts that are answered side by side. */
@FunctionalInterface
public interface BatchListener {

    /**
     * A token was made. Called for one token at a time, on threads of the batch; those of one prompt come in their order.
     *
     * @param prompt index of the prompt
     * @param token  of its answer
     */
    void token(int prompt, Token token);
}
