package dev.ingot.runtime;

import dev.ingot.chat.Message;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A conversation: remembers what was said and keeps the model's state from turn to turn. For one thread at a time;
 * several conversations of one generator may run side by side.
 */
public final class ChatSession {

    ChatSession() {}

    /**
     * Adds a system message; usually the first of a conversation.
     *
     * @param content the text
     * @return this conversation
     */
    public ChatSession system(final String content) {
        return add(Message.system(content));
    }

    /**
     * Adds a message without asking for an answer, for example one of an earlier conversation.
     *
     * @param message the message
     * @return this conversation
     */
    public ChatSession add(final Message message) {
        return Pending.body("not yet: " + message);
    }

    /**
     * Asks and streams the answer. Nothing is computed before the stream is read; a stream that is not read to its end
     * must be closed, or ends with the next question. The answer as far as it was read becomes part of the conversation.
     *
     * @param content the user's text
     * @return pieces of the answer, never half a character
     */
    public Stream<String> send(final String content) {
        return Pending.body("not yet: " + content);
    }

    /**
     * Asks and waits for the whole answer.
     *
     * @param content the user's text
     * @return the answer
     */
    public Generation ask(final String content) {
        return ask(content, token -> {});
    }

    /**
     * Asks and waits for the whole answer, token by token.
     *
     * @param content  the user's text
     * @param listener called on this thread for each token
     * @return the answer
     */
    public Generation ask(final String content, final Consumer<Token> listener) {
        return Pending.body("not yet: " + content + listener);
    }

    /**
     * Returns what was said so far.
     *
     * @return the messages, oldest first
     */
    public List<Message> history() {
        return Pending.body("not yet");
    }

    /** Forgets what was said. */
    public void clear() {}
}
