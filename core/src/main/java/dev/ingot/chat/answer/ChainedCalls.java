package dev.ingot.chat.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Llama's calls: JSON objects, or Python calls of built-in tools ({@code search.call(query="...")}), with semicolons
 * between them.
 *
 * @param opening before the first one; empty where an answer simply begins with it
 */
record ChainedCalls(String opening) implements BlockReader {

    private static final String METHOD = ".call";

    @Override
    public Optional<Block> read(final Cursor cursor) {
        if (!cursor.take(opening)) {
            return Optional.empty();
        }
        final var calls = new ArrayList<CallText>();
        boolean more = true;
        int end = cursor.position();
        while (more) {
            cursor.blanks();
            final Optional<CallText> call = one(cursor);
            more = call.isPresent();
            if (more) {
                calls.add(call.get());
                end = cursor.position();
                cursor.blanks();
                more = cursor.take(";");
            }
        }
        cursor.moveTo(end);
        return calls.isEmpty() ? Optional.empty() : Optional.of(new Block.Calls(calls));
    }

    private static Optional<CallText> one(final Cursor cursor) {
        if (cursor.peek() == '{') {
            return cursor.json().flatMap(it -> CallText.ofJson(it, true))
                    .map(List::getFirst);
        }
        return new PythonCalls(cursor).one().filter(it -> it.name().endsWith(METHOD)).map(it -> new CallText(
                it.id(), it.name().substring(0, it.name().length() - METHOD.length()), it.arguments()));
    }
}
