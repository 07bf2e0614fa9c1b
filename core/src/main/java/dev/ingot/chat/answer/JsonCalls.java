package dev.ingot.chat.answer;

import java.util.List;
import java.util.Optional;

/**
 * A call, or a list of calls, as JSON between two texts.
 *
 * @param opening  before it
 * @param closing  behind it; empty where there is none
 * @param explicit whether arguments must be there for it to be a call
 */
record JsonCalls(String opening, String closing, boolean explicit) implements BlockReader {

    @Override
    public Optional<Block> read(final Cursor cursor) {
        if (!cursor.take(opening)) {
            return Optional.empty();
        }
        cursor.blanks();
        final Optional<List<CallText>> calls = cursor.json().flatMap(it -> CallText.ofJson(it, explicit));
        return calls.filter(it -> closed(cursor)).map(Block.Calls::new);
    }

    private boolean closed(final Cursor cursor) {
        if (closing.isEmpty()) {
            return true;
        }
        cursor.blanks();
        return cursor.close(closing);
    }
}
