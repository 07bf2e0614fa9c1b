package dev.ingot.chat.answer;

import java.util.List;
import java.util.Optional;

/**
 * What opens something.
 *
 * @param opening the text
 * @param first   whether only blanks and reasoning may come before it
 * @param call    whether it is looked for only where tools can be called
 * @param reader  of what it opens
 */
record Rule(String opening, boolean first, boolean call, BlockReader reader) {

    /** Opens calls, anywhere. */
    static Rule call(final String opening, final BlockReader reader) {
        return new Rule(opening, false, true, reader);
    }

    /** Opens calls where the answer begins with it. */
    static Rule firstCall(final String opening, final BlockReader reader) {
        return new Rule(opening, true, true, reader);
    }

    /** Opens reasoning where the answer begins with it. */
    static Rule thought(final String opening, final String... ends) {
        return new Rule(opening, true, false, cursor -> cursor.take(opening)
                ? Optional.of(new Block.Thought(List.of(ends), List.of()))
                : Optional.empty());
    }

    /** Opens content that is put between two tags, where the answer begins with it. */
    static Rule envelope(final String opening, final String end) {
        return new Rule(opening, true, false, cursor -> cursor.take(opening)
                ? Optional.of(new Block.Envelope(end))
                : Optional.empty());
    }

    /** Belongs to the frame of an answer. */
    static Rule frame(final String opening, final BlockReader reader) {
        return new Rule(opening, false, false, reader);
    }
}
