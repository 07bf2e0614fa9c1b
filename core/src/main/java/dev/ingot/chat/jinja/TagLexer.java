package dev.ingot.chat.jinja;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits what stands inside one tag into names, literals and operators. */
final class TagLexer {

    private static final Pattern BLOCK_END = Pattern.compile("\\+%\\}|-%\\}\\s*+|%\\}\\n?",
            Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern VARIABLE_END = Pattern.compile("-\\}\\}\\s*+|\\}\\}",
            Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern BLANKS = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern FLOAT = Pattern.compile(
            "(?<!\\.)[0-9]++(?:_[0-9]++)*+(?:(?:\\.[0-9]++(?:_[0-9]++)*+)?e[+-]?[0-9]++(?:_[0-9]++)*+|\\.[0-9]++(?:_[0-9]++)*+)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern INTEGER = Pattern.compile(
            "0b(?:_?[01])++|0o(?:_?[0-7])++|0x(?:_?[0-9a-f])++|[1-9](?:_?[0-9])*+|0(?:_?0)*+",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern OPERATOR = Pattern
            .compile("//|\\*\\*|==|!=|>=|<=|[-+/*%~\\[\\](){}><=.:|,;]");
    private static final String OPENING = "([{";
    private static final String CLOSING = ")]}";

    private final String source;
    private final List<Token> tokens;
    private final boolean block;
    private final Deque<Character> open = new ArrayDeque<>();
    private int position;

    TagLexer(final String source, final List<Token> tokens, final boolean block) {
        this.source = source;
        this.tokens = tokens;
        this.block = block;
    }

    /** Reads up to the end of the tag and returns the offset behind it. */
    int run(final int start, final int from) {
        tokens.add(new Token(block ? Token.Type.BLOCK_BEGIN : Token.Type.VARIABLE_BEGIN, "", start));
        position = from;
        while (true) {
            final Matcher end = match(block ? BLOCK_END : VARIABLE_END);
            if (open.isEmpty() && end.lookingAt()) {
                tokens.add(new Token(block ? Token.Type.BLOCK_END : Token.Type.VARIABLE_END, "", position));
                return end.end();
            }
            if (position == source.length()) {
                return position;
            }
            next();
        }
    }

    private void next() {
        final char c = source.charAt(position);
        if (c == '"' || c == '\'') {
            string(c);
        } else if (!skip(BLANKS) && !take(FLOAT, Token.Type.FLOAT) && !take(INTEGER, Token.Type.INTEGER)
                && !take(NAME, Token.Type.NAME)) {
            operator();
        }
    }

    private void operator() {
        final Matcher operator = match(OPERATOR);
        if (!operator.lookingAt()) {
            throw new Fault("unexpected char " + Repr.quoted(Character.toString(source.codePointAt(position)))
                    + " at "
                    + position, position);
        }
        final String symbol = operator.group();
        if (OPENING.contains(symbol)) {
            open.push(CLOSING.charAt(OPENING.indexOf(symbol)));
        } else if (CLOSING.contains(symbol)) {
            close(symbol.charAt(0));
        }
        tokens.add(new Token(Token.Type.OPERATOR, symbol, position));
        position = operator.end();
    }

    private void close(final char bracket) {
        if (open.isEmpty()) {
            throw new Fault("unexpected '" + bracket + "'", position);
        }
        final char expected = open.pop();
        if (expected != bracket) {
            throw new Fault("unexpected '" + bracket + "', expected '" + expected + "'", position);
        }
    }

    private void string(final char quote) {
        int end = position + 1;
        while (end < source.length() && source.charAt(end) != quote) {
            end += source.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= source.length()) {
            throw new Fault("unexpected char " + Repr.quoted(String.valueOf(quote)) + " at " + position,
                    position);
        }
        final String content = StringLiteral.unescape(source.substring(position + 1, end), position + 1);
        tokens.add(new Token(Token.Type.STRING, content, position));
        position = end + 1;
    }

    private boolean take(final Pattern pattern, final Token.Type type) {
        final Matcher matcher = match(pattern);
        if (!matcher.lookingAt()) {
            return false;
        }
        requireIdentifier(matcher.group(), type);
        tokens.add(new Token(type, matcher.group(), position));
        position = matcher.end();
        return true;
    }

    private void requireIdentifier(final String text, final Token.Type type) {
        if (type == Token.Type.NAME && !(Character.isUnicodeIdentifierStart(text.codePointAt(0))
                || text.charAt(0) == '_')) {
            throw new Fault("Invalid character in identifier", position);
        }
    }

    private boolean skip(final Pattern pattern) {
        final Matcher matcher = match(pattern);
        final boolean found = matcher.lookingAt();
        position = found ? matcher.end() : position;
        return found;
    }

    private Matcher match(final Pattern pattern) {
        // Transparent bounds let FLOAT look at the character before.
        return pattern.matcher(source).region(position, source.length()).useTransparentBounds(true);
    }
}
