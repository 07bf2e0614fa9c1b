package dev.ingot.chat.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a template into data and the tokens of its tags. White space around tags goes as with {@code trim_blocks}
 * (the line break after a block tag or comment) and {@code lstrip_blocks} (blanks before one at the start of a line);
 * a minus sign in a tag removes all white space on its side, a plus sign keeps it.
 */
final class Lexer {

    private static final Pattern TAG = Pattern.compile(
            "(\\{%([-+]?)\\s*+raw\\s*+(?:-%\\}\\s*+|%\\}))|\\{([%{#])([-+]?)",
            Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern END_OF_RAW = Pattern.compile(
            "\\{%([-+]?)\\s*+endraw\\s*+(?:\\+%\\}|-%\\}\\s*+|%\\}\\n?)", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern END_OF_COMMENT = Pattern.compile("\\+#\\}|-#\\}\\s*+|#\\}\\n?",
            Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern BLANKS = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int position;

    private Lexer(final String source) {
        this.source = source;
    }

    /** Makes every line break a line feed and drops the last one, as jinja2 does. */
    static String normalize(final String source) {
        final String lines = source.replace("\r\n", "\n").replace('\r', '\n');
        return lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines;
    }

    /** Returns the tokens of a normalized template, the end included. */
    static List<Token> tokenize(final String source) {
        final var lexer = new Lexer(source);
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        final Matcher tag = TAG.matcher(source);
        while (tag.find(position)) {
            final boolean raw = tag.group(1) != null;
            final boolean variable = "{".equals(tag.group(3));
            data(source.substring(position, tag.start()), raw ? tag.group(2) : tag.group(4), variable);
            final int start = tag.start();
            position = tag.end();
            if (raw) {
                raw(start);
            } else if (variable) {
                position = new TagLexer(source, tokens, false).run(start, position);
            } else if ("%".equals(tag.group(3))) {
                position = new TagLexer(source, tokens, true).run(start, position);
            } else {
                comment(start);
            }
        }
        data(source.substring(position), "+", false);
        tokens.add(new Token(Token.Type.END, "", source.length()));
    }

    private void data(final String text, final String sign, final boolean variable) {
        String kept = text;
        if (sign.equals("-")) {
            kept = Characters.strip(text, Characters::isSpace, false, true);
        } else if (!sign.equals("+") && !variable) {
            final int line = text.lastIndexOf('\n') + 1;
            final boolean startsLine = line > 0 || position == 0 || source.charAt(position - 1) == '\n';
            if (startsLine && BLANKS.matcher(text.substring(line)).matches()) {
                kept = text.substring(0, line);
            }
        }
        if (!kept.isEmpty()) {
            tokens.add(new Token(Token.Type.DATA, kept, position));
        }
    }

    private void comment(final int start) {
        final Matcher end = END_OF_COMMENT.matcher(source);
        if (!end.find(position)) {
            throw new Fault("Missing end of comment tag", start);
        }
        position = end.end();
    }

    private void raw(final int start) {
        final Matcher end = END_OF_RAW.matcher(source);
        if (!end.find(position)) {
            throw new Fault("Missing end of raw directive", start);
        }
        data(source.substring(position, end.start()), end.group(1), false);
        position = end.end();
    }
}
