package dev.ingot.chat.answer;

import dev.ingot.json.JsonFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads calls as Python writes them, with keyword arguments that are literals. */
final class PythonCalls {

    private final Cursor cursor;

    PythonCalls(final Cursor cursor) {
        this.cursor = cursor;
    }

    /** Reads a list of calls between two texts, for readers of formats. */
    static BlockReader list(final String opening, final String closing) {
        return cursor -> cursor.take(opening)
                ? new PythonCalls(cursor).several(closing).map(Block.Calls::new)
                : Optional.empty();
    }

    /** Reads {@code name(key=value, ...)}. */
    Optional<CallText> one() {
        final Optional<String> name = cursor.name();
        if (name.isEmpty() || !cursor.take("(")) {
            return Optional.empty();
        }
        final var json = new StringBuilder("{");
        cursor.blanks();
        boolean first = true;
        while (!cursor.take(")")) {
            if (!(first || separator()) || !argument(first, json)) {
                return Optional.empty();
            }
            first = false;
        }
        return Cursor.parse(json.append('}').toString()).flatMap(it -> CallText.of(Optional.empty(),
                name.get(), it));
    }

    private boolean separator() {
        final boolean found = cursor.take(",");
        cursor.blanks();
        return found;
    }

    private boolean argument(final boolean first, final StringBuilder json) {
        final Optional<String> key = cursor.name();
        cursor.blanks();
        if (key.isEmpty() || !cursor.take("=")) {
            return false;
        }
        cursor.blanks();
        json.append(first ? "" : ",").append(JsonFiles.compact(key.get())).append(':');
        final boolean done = new PythonLiteral(cursor, json).read();
        cursor.blanks();
        return done;
    }

    /** Reads one or more calls with commas, semicolons or line breaks between them, up to a closing text. */
    private Optional<List<CallText>> several(final String closing) {
        final var calls = new ArrayList<CallText>();
        cursor.blanks();
        do {
            final Optional<CallText> call = one();
            if (call.isEmpty()) {
                return Optional.empty();
            }
            calls.add(call.get());
            cursor.blanks();
            if (cursor.take(",") || cursor.take(";")) {
                cursor.blanks();
            }
        } while (!cursor.close(closing) && !cursor.starved());
        return Optional.of(calls);
    }
}
