package dev.ingot.runtime;

import dev.ingot.chat.answer.AnswerPart;
import java.util.function.Consumer;

/**
 * An answer of a conversation that can be made, but is not made yet. Made by {@link ChatSession#prepare}; for one thread, and
 * over as soon as the conversation goes on in another way.
 */
public final class PendingAnswer implements AutoCloseable {

    private final ChatTurn turn;

    PendingAnswer(final ChatTurn turn) {
        this.turn = turn;
    }

    /**
     * Returns the length of the conversation as the model is shown it.
     *
     * @return tokens of the prompt
     */
    public int promptTokens() {
        return turn.promptTokens();
    }

    /**
     * Makes the answer. Tokens come with all their text, special ones that mark reasoning and calls included: put together,
     * it is what the sources of all parts are. A part comes after the token that it was complete with.
     *
     * @param tokens called on this thread for each token
     * @param parts  called on this thread for each part
     * @return the answer
     */
    public Generation complete(final Consumer<Token> tokens, final Consumer<AnswerPart> parts) {
        return turn.complete(token -> tokens.accept(turn.whole(token)), parts);
    }

    /** Ends the answer where it is. Does nothing once it is complete. */
    @Override
    public void close() {
        turn.close();
    }
}
