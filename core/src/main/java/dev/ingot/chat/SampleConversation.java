package dev.ingot.chat;

import dev.ingot.chat.PromptDifference.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
    /** 64,000 characters, no two pieces of which are alike. */
    private static final String LONG = IntStream.range(0, 8000).mapToObj("%07d"::formatted)
            .collect(Collectors.joining(" "));

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
                    List.of(QUESTION, Message.assistant("\n Yes. "), QUESTION), Kind.CONTENT),
            new SampleConversation("an answer with its thinking and a question",
                    List.of(QUESTION, Message.assistant("<think>\nTwo and two.\n</think>\n\nFour."),
                            QUESTION),
                    Kind.THINKING),
            new SampleConversation("a second system message",
                    List.of(Message.system(SYSTEM), QUESTION, Message.assistant(ANSWER),
                            Message.system("Now in German."), QUESTION),
                    Kind.LATER_SYSTEM),
            new SampleConversation("two questions in a row", List.of(QUESTION, Message.user("And 3 + 3?")),
                    Kind.IN_A_ROW),
            new SampleConversation("two answers in a row",
                    List.of(QUESTION, Message.assistant(ANSWER), Message.assistant("Five."), QUESTION),
                    Kind.IN_A_ROW),
            new SampleConversation("a long question", List.of(Message.user(LONG)), Kind.LENGTH),
            new SampleConversation("a long answer",
                    List.of(QUESTION, Message.assistant(LONG), QUESTION), Kind.LENGTH),
            new SampleConversation("a long system message", List.of(Message.system(LONG), QUESTION),
                    Kind.LENGTH));

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
