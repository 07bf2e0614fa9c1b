package dev.ingot.runtime;

import dev.ingot.chat.answer.Answer;
import dev.ingot.chat.answer.AnswerParser;
import dev.ingot.chat.answer.AnswerPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes a conversation's answer apart as its text comes; of any other all is content. For one thread at a time. */
final class AnswerReader {

    private final Optional<AnswerParser> parser;
    private final Map<Integer, String> marks;
    private final List<AnswerPart> parts = new ArrayList<>();
    private boolean ended;

    /** Begins an answer; without rules one of no conversation. */
    AnswerReader(final Optional<TurnRules> turn) {
        parser = turn.map(it -> it.parser().get());
        marks = turn.map(TurnRules::marks).orElse(Map.of());
    }

    /** Tells whether a token means something, though it has no text. */
    boolean marks(final int id) {
        return marks.containsKey(id);
    }

    /** Takes the text that came with a token. */
    void read(final int id, final String text) {
        parser.ifPresent(it -> {
            parts.addAll(it.next(text));
            parts.addAll(it.next(marks.getOrDefault(id, "")));
        });
    }

    /** Takes what was held back; then the answer is over. */
    void end(final String rest) {
        if (!ended) {
            ended = true;
            parser.ifPresent(it -> {
                parts.addAll(it.next(rest));
                parts.addAll(it.end());
            });
        }
    }

    /** Returns what has come so far. */
    List<AnswerPart> parts() {
        return parts;
    }

    /** Returns what has come so far, put together; {@code text} is all of it. */
    Answer answer(final String text) {
        return parser.isPresent() ? Answer.of(parts) : new Answer(text);
    }

    /** Returns why an answer ended, by what it says: one that the model ended to have tools called waits for them. */
    FinishReason reason(final FinishReason found) {
        return found == FinishReason.STOP && parts.stream().anyMatch(AnswerPart.Call.class::isInstance)
                ? FinishReason.TOOL_CALLS
                : found;
    }
}
