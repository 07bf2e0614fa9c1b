package dev.ingot.chat.jinja;

import java.util.ArrayList;
import java.util.List;

/** Breaks one line into lines of limited width, between words and behind hyphens. */
final class WordWrap {

    private final int width;
    private final boolean breakLong;
    private final String lineBreak;
    private final Text out;
    private final StringBuilder line = new StringBuilder();
    private boolean more;

    WordWrap(final int width, final boolean breakLong, final String lineBreak, final Text out) {
        this.width = width;
        this.breakLong = breakLong;
        this.lineBreak = lineBreak;
        this.out = out;
    }

    void line(final String text) {
        for (final String piece : pieces(text)) {
            add(piece);
        }
        flush();
    }

    private void add(final String piece) {
        String rest = piece;
        if (size(line) + size(rest) > width) {
            if (breakLong && size(rest) > width) {
                final int room = width - size(line);
                final int cut = rest.offsetByCodePoints(0, Math.max(1, room));
                if (room > 0) {
                    line.append(rest, 0, cut);
                    rest = rest.substring(cut);
                }
                flush();
                while (size(rest) > width) {
                    final int end = rest.offsetByCodePoints(0, width);
                    line.append(rest, 0, end);
                    rest = rest.substring(end);
                    flush();
                }
            } else {
                flush();
            }
        }
        if (!(line.isEmpty() && more && rest.isBlank())) {
            line.append(rest);
        }
    }

    private void flush() {
        final String complete = line.toString().stripTrailing();
        if (!complete.isEmpty()) {
            out.append(more ? lineBreak : "").append(complete);
            more = true;
        }
        line.setLength(0);
    }

    private static int size(final CharSequence text) {
        return Character.codePointCount(text, 0, text.length());
    }

    /** Returns words and runs of blanks in turn; a hyphen between letters ends a piece. */
    private static List<String> pieces(final String text) {
        final var pieces = new ArrayList<String>();
        int start = 0;
        for (int i = 1; i <= text.length(); i++) {
            final boolean edge = i == text.length()
                    || Characters.isSpace(text.charAt(i)) != Characters.isSpace(text.charAt(i - 1));
            final boolean hyphen = i > 1 && i < text.length() && text.charAt(i - 1) == '-'
                    && Character.isLetter(text.charAt(i - 2)) && Character.isLetter(text.charAt(i));
            if (edge || hyphen) {
                pieces.add(text.substring(start, i));
                start = i;
            }
        }
        return pieces;
    }
}
