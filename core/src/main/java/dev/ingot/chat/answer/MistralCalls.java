package dev.ingot.chat.answer;

import java.util.List;
import java.util.Optional;

/**
 * Mistral's calls: a JSON list, or since version 11 of its tokenizers a name, an id in some of them, and the arguments.
 */
final class MistralCalls implements BlockReader {

    static final String OPENING = "[TOOL_CALLS]";
    static final String ARGUMENTS = "[ARGS]";
    static final String ID = "[CALL_ID]";

    @Override
    public Optional<Block> read(final Cursor cursor) {
        if (!cursor.take(OPENING)) {
            return Optional.empty();
        }
        cursor.blanks();
        final int next = cursor.peek();
        if (next == '[' || next == '{') {
            return cursor.json().flatMap(it -> CallText.ofJson(it, false)).map(Block.Calls::new);
        }
        final Optional<String> name = cursor.name();
        cursor.blanks();
        final Optional<String> id = cursor.take(ID) ? cursor.name() : Optional.empty();
        cursor.take(ARGUMENTS);
        cursor.blanks();
        return name.flatMap(it -> cursor.json().flatMap(json -> CallText.of(id, it, json)))
                .map(it -> new Block.Calls(List.of(it)));
    }
}
