package dev.ingot.runtime;

import dev.ingot.chat.answer.AnswerFormat;
import java.util.HashMap;
import java.util.Map;

/** Which special tokens mean something in an answer: their text is left out of answers, but its parts show in them. */
final class AnswerMarks {

    private AnswerMarks() {}

    /** Returns the texts of a format that are special tokens of a tokenizer, by id. */
    static Map<Integer, String> of(final Tokenizer tokenizer, final AnswerFormat format) {
        final var marks = new HashMap<Integer, String>();
        for (final String text : format.marks()) {
            final int[] ids = tokenizer.encodeRendered(text);
            if (ids.length == 1 && tokenizer.decode(ids).isEmpty()) {
                marks.put(ids[0], text);
            }
        }
        return Map.copyOf(marks);
    }
}
