package dev.ingot.chat;

import dev.ingot.chat.PromptDifference.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * A conversation to compare renderings on.
 *
 * @param name     in words
 * @param messages its messages
 * @param special  what it is when a template treats it in a way of its own; {@link Kind#OTHER} where no template has a
 *                 reason to
 */
record SampleConversation(String name, List<Message> messages, Kind special) {

    private static final String SYSTEM = "Be brief.\nAnswer in French.";
    private static final String ANSWER = "Four & \"five\".\nDone.";
    private static final Message QUESTION = Message.user("What is 2 + 2?");

    /** The first one is the least that a template can be asked for. */
    static final List<SampleConversation> ALL = List.of(
            new SampleConversation("one question", List.of(QUESTION), Kind.OTHER),
            new SampleConversation("three questions", turns(), Kind.OTHER),
            new SampleConversation("a system message and a question",
                    List.of(Message.system(SYSTEM), QUESTION), Kind.OTHER),
            new SampleConversation("a system message and three questions", withSystem(turns()), Kind.OTHER),
            new SampleConversation("a conversation that ends with an answer",
                    List.of(QUESTION, Message.assistant(ANSWER)), Kind.LAST_ANSWER),
            new SampleConversation("a question that holds {Content} and marks",
                    List.of(Message.user("What is {Content}, {{ x }} or <|mark|>?")), Kind.OTHER),
            new SampleConversation("a question between blanks", List.of(Message.user("  padded \n")),
                    Kind.CONTENT),
            new SampleConversation("an empty system message", List.of(Message.system(""), QUESTION),
                    Kind.CONTENT),
            new SampleConversation("an answer between blanks",
                    List.of(QUESTION, Message.assistant("\n Yes. "), QUESTION), Kind.CONTENT));

    private static List<Message> turns() {
        return List.of(QUESTION, Message.assistant(ANSWER),
                Message.user("Line one.\nLine two:\n\n- \u00e9\u4e2d\ud83d\ude00"), Message.assistant(ANSWER),
                Message.user("{\"a\": [1, 'b']}"));
    }

    private static List<Message> withSystem(final List<Message> messages) {
        final var all = new ArrayList<Message>();
        all.add(Message.system(SYSTEM));
        all.addAll(messages);
        return List.copyOf(all);
    }

    boolean has(final String role) {
        return messages.stream().anyMatch(message -> message.role().equals(role));
    }

    /** Tells whether the assistant's turn can be opened behind the last message. */
    boolean canBeOpened() {
        return messages.getLast().role().equals("user");
    }

    /** Returns the conversation without messages of a role. */
    List<Message> without(final String role) {
        return messages.stream().filter(message -> !message.role().equals(role)).toList();
    }
}
