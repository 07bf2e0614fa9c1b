package dev.ingot.foundry.validate;

import dev.ingot.chat.Message;
import java.util.List;

/** What a model is asked. */
public sealed interface Prompt {

    /**
     * Plain text to continue.
     *
     * @param text with the tokenizer's special tokens put around it
     */
    record Text(String text) implements Prompt {}

    /**
     * A conversation to answer, put into the model's chat template.
     *
     * @param messages the last one is the user's
     */
    record Chat(List<Message> messages) implements Prompt {

        /** Copies the list. */
        public Chat {
            messages = List.copyOf(messages);
            if (messages.isEmpty() || !messages.getLast().role().equals("user")) {
                throw new IllegalArgumentException("messages: expected the last one to be the user's");
            }
        }
    }

    /**
     * Asks a question without anything before it.
     *
     * @param question the user's message
     * @return a conversation of one message
     */
    static Prompt ask(final String question) {
        return new Chat(List.of(Message.user(question)));
    }

    /**
     * Returns what the user says last.
     *
     * @return the text, or the last message
     */
    default String words() {
        return switch (this) {
            case Text plain -> plain.text();
            case Chat chat -> chat.messages().getLast().content();
        };
    }
}
