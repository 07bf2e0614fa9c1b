package dev.ingot.runtime;

import dev.ingot.chat.answer.AnswerParser;
import dev.ingot.constrain.match.Matcher;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is special about a turn of a conversation.
 *
 * @param marks  special tokens that mean something in the answer, and their texts
 * @param shape  what the answer must be, where that is more than the constraint of its options
 * @param parser makes what takes one answer apart
 */
record TurnRules(Map<Integer, String> marks, Optional<AnswerShape> shape, Supplier<AnswerParser> parser) {

    /** Begins an answer of the shape, if there is one. */
    Optional<Matcher> matcher(final Constraints constraints) {
        return shape.map(it -> constraints.matcher(it, marks));
    }
}
