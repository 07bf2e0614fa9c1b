package dev.ingot.chat;

import java.util.List;
import java.util.Optional;

/**
 * Derives the four strings from what a template makes of a few conversations.
 *
 * <p>
 * Where one message ends and the next begins is not to be seen in a single text. So the text behind an assistant's
 * message is taken from a conversation that ends there, and what is between it and a user message is the latter's head.
 * Everything is read from messages in the middle of a conversation: some templates treat the last one specially.
 */
final class PromptDerivation {

    private static final String SYSTEM = "Marble lanterns drift northward";
    private static final String FIRST = "Seventeen kites over quiet water";
    private static final String ANSWER = "Copper bells answer the morning";
    private static final String SECOND = "Velvet harbours keep their ferries";

    private final ChatTemplate template;
    private final TemplateProbe probe;

    PromptDerivation(final ChatTemplate template, final TemplateProbe probe) {
        this.template = template;
        this.probe = probe;
    }

    DerivedPrompts derive() {
        final DerivedPrompts derived = strings();
        return new DerivedPrompts(derived.strings(), derived.beginning(), derived.preamble(),
                derived.ending(), new PromptComparison(template, derived.strings(), derived).differences());
    }

    /** Derives without comparing. */
    DerivedPrompts strings() {
        return turns("").or(() -> turns(template.specialTokens().getOrDefault("eos_token", "")))
                .orElseGet(this::singleTurn);
    }

    /** Derives from conversations of several turns; empty when the template refuses those or changes the texts. */
    private Optional<DerivedPrompts> turns(final String ending) {
        final var user = probe.history(Message.user(FIRST)).flatMap(text -> split(text, ending, FIRST));
        final var opened = probe.open(Message.user(FIRST)).flatMap(text -> split(text, "", FIRST));
        final var answered = probe.history(Message.user(FIRST), Message.assistant(ANSWER))
                .flatMap(text -> split(text, ending, FIRST, ANSWER));
        final var continued = probe
                .history(Message.user(FIRST), Message.assistant(ANSWER), Message.user(SECOND))
                .flatMap(text -> split(text, ending, FIRST, ANSWER, SECOND));
        if (user.isEmpty() || opened.isEmpty() || answered.isEmpty() || continued.isEmpty()) {
            return Optional.empty();
        }
        final String userTail = user.get().getLast();
        final String answerHead = continued.get().get(1);
        final String between = continued.get().get(2);
        // Some templates end the last answer in another way; then it ends as other messages do.
        final String answerTail = between.startsWith(answered.get().getLast())
                ? answered.get().getLast()
                : userTail;
        if (!between.startsWith(answerTail) || !answerHead.startsWith(userTail)) {
            return Optional.empty();
        }
        final String before = user.get().getFirst();
        final String userHead = commonSuffix(before, between.substring(answerTail.length()));
        final String preamble = before.substring(0, before.length() - userHead.length());
        final String beginning = beginning(preamble);
        final var strings = new PromptTemplate(system(beginning, userHead, ending), wrap(userHead, userTail),
                wrap(answerHead.substring(userTail.length()),
                        between.substring(0, between.length() - userHead.length())),
                wrap(userHead, opened.get().getLast()));
        return Optional.of(new DerivedPrompts(strings, beginning, preamble, ending, List.of()));
    }

    /** Splits at the contents, without what ends the conversation. */
    private static Optional<List<String>> split(final String text, final String ending,
            final String... contents) {
        return text.endsWith(ending)
                ? Pieces.split(text.substring(0, text.length() - ending.length()), contents)
                : Optional.empty();
    }

    private static String commonSuffix(final String a, final String b) {
        int length = 0;
        while (length < Math.min(a.length(), b.length())
                && a.charAt(a.length() - 1 - length) == b.charAt(b.length() - 1 - length)) {
            length++;
        }
        return a.substring(a.length() - length);
    }

    /** Derives from a single user message, for templates that know no conversations. */
    private DerivedPrompts singleTurn() {
        final Optional<List<String>> user = probe.history(Message.user(FIRST))
                .flatMap(text -> Pieces.split(text, FIRST));
        final Optional<List<String>> opened = probe.open(Message.user(FIRST))
                .flatMap(text -> Pieces.split(text, FIRST));
        final String before = user.map(List::getFirst).orElse("");
        final String beginning = beginning(before);
        final String head = before.substring(beginning.length());
        return new DerivedPrompts(new PromptTemplate(PromptTemplate.PLACEHOLDER,
                user.map(pieces -> wrap(head, pieces.getLast())).orElse(PromptTemplate.PLACEHOLDER),
                PromptTemplate.PLACEHOLDER,
                opened.map(pieces -> wrap(head, pieces.getLast())).orElse(PromptTemplate.PLACEHOLDER)),
                beginning,
                beginning, "", List.of());
    }

    private String beginning(final String text) {
        final String token = template.specialTokens().getOrDefault("bos_token", "");
        return text.startsWith(token) ? token : "";
    }

    /** Returns the string of system messages; plain when they are refused or become part of the user's message. */
    private String system(final String beginning, final String userHead, final String ending) {
        return probe.history(Message.system(SYSTEM), Message.user(FIRST))
                .flatMap(text -> split(text, ending, SYSTEM, FIRST))
                .filter(pieces -> pieces.getFirst().startsWith(beginning) && pieces.get(1).endsWith(userHead))
                .map(pieces -> wrap(pieces.getFirst().substring(beginning.length()),
                        pieces.get(1).substring(0, pieces.get(1).length() - userHead.length())))
                .orElse(PromptTemplate.PLACEHOLDER);
    }

    private static String wrap(final String head, final String tail) {
        return head + PromptTemplate.PLACEHOLDER + tail;
    }
}
