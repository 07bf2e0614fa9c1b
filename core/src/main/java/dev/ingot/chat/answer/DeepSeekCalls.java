package dev.ingot.chat.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * DeepSeek's calls. Up to R1 each is the word {@code function}, a separator, the name, and the arguments as a fenced JSON
 * block; since V3.1 it is the name, the separator and bare JSON.
 */
final class DeepSeekCalls implements BlockReader {

    static final String OPENING = "<｜tool▁calls▁begin｜>";
    private static final String CLOSING = "<｜tool▁calls▁end｜>";
    private static final String CALL = "<｜tool▁call▁begin｜>";
    private static final String SEPARATOR = "<｜tool▁sep｜>";
    private static final String CALL_END = "<｜tool▁call▁end｜>";
    /** What of it may be special tokens. */
    static final List<String> MARKS = List.of(OPENING, CLOSING, CALL, SEPARATOR, CALL_END);
    private static final String FENCE = "```";

    @Override
    public Optional<Block> read(final Cursor cursor) {
        if (!cursor.take(OPENING)) {
            return Optional.empty();
        }
        final var calls = new ArrayList<CallText>();
        cursor.blanks();
        while (cursor.take(CALL)) {
            final Optional<CallText> call = one(cursor);
            cursor.blanks();
            if (call.isEmpty() || !cursor.close(CALL_END)) {
                return Optional.empty();
            }
            calls.add(call.get());
            cursor.blanks();
        }
        return calls.isEmpty() || !cursor.close(CLOSING)
                ? Optional.empty()
                : Optional.of(new Block.Calls(calls));
    }

    private static Optional<CallText> one(final Cursor cursor) {
        final Optional<String> first = cursor.name();
        if (first.isEmpty() || !cursor.take(SEPARATOR)) {
            return Optional.empty();
        }
        cursor.blanks();
        if (cursor.peek() == '{') {
            return cursor.json().flatMap(it -> CallText.of(Optional.empty(), first.get(), it));
        }
        final Optional<String> name = cursor.name();
        cursor.blanks();
        if (name.isEmpty() || !cursor.take(FENCE + "json")) {
            return Optional.empty();
        }
        cursor.blanks();
        final Optional<Object> json = cursor.json();
        cursor.blanks();
        return json.filter(it -> cursor.take(FENCE))
                .flatMap(it -> CallText.of(Optional.empty(), name.get(), it));
    }
}
