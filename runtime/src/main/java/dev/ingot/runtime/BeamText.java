package dev.ingot.runtime;

import dev.ingot.chat.answer.Answer;
import dev.ingot.runtime.text.Detokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a finished answer of a search says.
 *
 * @param found  the answer
 * @param text   of its tokens
 * @param answer the text, in a conversation taken apart
 * @param reason why it ended
 */
record BeamText(BeamFinish.Finished found, String text, Answer answer, FinishReason reason) {

    /** Reads an answer; within the engine's gate. */
    static BeamText of(final BeamFinish.Finished found, final BeamRules rules) {
        final var reader = new AnswerReader(rules.turn());
        final var detokenizer = new Detokenizer(rules.model().tokenizer()::decode);
        final var text = new StringBuilder();
        for (final int id : found.tokens()) {
            final String piece = detokenizer.next(id);
            reader.read(id, piece);
            text.append(piece);
        }
        final String rest = detokenizer.flush();
        reader.end(rest);
        text.append(rest);
        return new BeamText(found, text.toString(), reader.answer(text.toString()),
                reader.reason(found.reason()));
    }

    BeamAnswer answer(final int[] prompt, final int cachedTokens, final Timings timings) {
        return new BeamAnswer(new Generation(Arrays.stream(prompt).boxed().toList(), cachedTokens,
                found.tokens(), text, reason, timings, List.of(), Optional.empty(), answer), found.score());
    }
}
