package dev.ingot.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Splits a rendered conversation at the contents of its messages. */
final class Pieces {

    private Pieces() {}

    /**
     * Splits a text.
     *
     * @param text     the rendered conversation
     * @param contents what its messages say, in order
     * @return what stands before, between and behind them; empty unless each occurs exactly once, in this order
     */
    static Optional<List<String>> split(final String text, final String... contents) {
        final var pieces = new ArrayList<String>();
        int position = 0;
        for (final String content : contents) {
            final int found = text.indexOf(content);
            if (found < position || text.lastIndexOf(content) != found) {
                return Optional.empty();
            }
            pieces.add(text.substring(position, found));
            position = found + content.length();
        }
        pieces.add(text.substring(position));
        return Optional.of(pieces);
    }
}
