package dev.ingot.constrain.text;

import dev.ingot.constrain.grammar.CodePoints;
import dev.ingot.constrain.grammar.Expr;
import java.util.Optional;

/** The words of Lark's notation. For one thread. */
final class LarkTokens {

    /** The terminals of Lark's library {@code common}, without look-behind. */
    static final String COMMON = """
            DIGIT: "0".."9"
            HEXDIGIT: "a".."f" | "A".."F" | DIGIT
            INT: DIGIT+
            SIGNED_INT: ["+"|"-"] INT
            DECIMAL: INT "." INT? | "." INT
            _EXP: ("e"|"E") SIGNED_INT
            FLOAT: INT _EXP | DECIMAL _EXP?
            SIGNED_FLOAT: ["+"|"-"] FLOAT
            NUMBER: FLOAT | INT
            SIGNED_NUMBER: ["+"|"-"] NUMBER
            ESCAPED_STRING: /"([^"\\\\\\n]|\\\\.)*"/
            LCASE_LETTER: "a".."z"
            UCASE_LETTER: "A".."Z"
            LETTER: UCASE_LETTER | LCASE_LETTER
            WORD: LETTER+
            CNAME: ("_"|LETTER) ("_"|LETTER|DIGIT)*
            WS_INLINE: (" "|"\\t")+
            WS: /[ \\t\\f\\r\\n]/+
            CR: "\\r"
            LF: "\\n"
            NEWLINE: (CR? LF)+
            SH_COMMENT: /#[^\\n]*/
            CPP_COMMENT: /\\/\\/[^\\n]*/
            C_COMMENT: /\\/\\*([^*]|\\*+[^*\\/])*\\*+\\//
            SQL_COMMENT: /--[^\\n]*/
            """;

    private static final RegexFlags CASED = RegexFlags.PLAIN.with('i');

    private final Cursor cursor;

    LarkTokens(final Cursor cursor) {
        this.cursor = cursor;
    }

    /** Goes over blanks and comments, and over line ends if wanted. */
    void blank(final boolean lines) {
        while (true) {
            final int c = cursor.peek();
            if (c == '#' || cursor.startsWith("//")) {
                while (!cursor.atEnd() && !isLineEnd(cursor.peek())) {
                    cursor.next();
                }
            } else if (c == ' ' || c == '\t' || c == '\f' || (lines && isLineEnd(c))) {
                cursor.next();
            } else {
                return;
            }
        }
    }

    private static boolean isLineEnd(final int c) {
        return c == '\n' || c == '\r';
    }

    void expectLineEnd() {
        blank(false);
        if (!cursor.atEnd() && !isLineEnd(cursor.peek())) {
            throw cursor.fault("expected the end of the line, found " + cursor.found());
        }
        blank(true);
    }

    /** Goes over a bar, which may begin a line. */
    boolean skipOr(final boolean inGroup) {
        blank(inGroup);
        final int position = cursor.position();
        blank(true);
        if (cursor.skip("|")) {
            return true;
        }
        cursor.back(position);
        return false;
    }

    static boolean beginsAtom(final int c) {
        return c == '"' || c == '/' || c == '(' || c == '[' || isName(c);
    }

    private static boolean isName(final int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }

    /** Reads a name of small or of capital letters; templates, which go on in braces, are refused. */
    String name() {
        final int begin = cursor.position();
        while (isName(cursor.peek())) {
            cursor.next();
        }
        final String name = cursor.since(begin);
        if (!name.matches("_*[a-z][a-z0-9_]*|_*[A-Z][A-Z0-9_]*")) {
            cursor.back(begin);
            throw cursor.fault("expected a name in small (rules) or in capital letters (terminals), found "
                    + (name.isEmpty() ? cursor.found() : name));
        }
        if (cursor.peek() == '{') {
            throw cursor.fault("templates are not supported");
        }
        return name;
    }

    static boolean isTerminal(final String name) {
        return Character.isUpperCase(name.replace("_", "").charAt(0));
    }

    /** Reads the number behind a name, which decides between readings and not what fits. */
    void priority() {
        if (!cursor.skip("-")) {
            cursor.skip("+");
        }
        cursor.number();
    }

    /** Reads {@code -> name}, if it is there. */
    Optional<String> alias() {
        if (!cursor.skip("->")) {
            return Optional.empty();
        }
        blank(false);
        return Optional.of(name());
    }

    /** Reads a text in quotes. */
    String string() {
        cursor.expect("\"");
        final var text = new StringBuilder();
        while (!cursor.skip("\"")) {
            if (isLineEnd(cursor.peek())) {
                throw cursor.fault("expected \", found the end of the line");
            }
            text.appendCodePoint(cursor.skip("\\") ? escaped() : cursor.next());
        }
        return text.toString();
    }

    private int escaped() {
        final int c = cursor.next();
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'f' -> '\f';
            case '\\', '"' -> c;
            case 'x' -> cursor.hex(2);
            case 'u' -> cursor.character(4);
            case 'U' -> cursor.character(8);
            default -> throw cursor.fault("the escape \\" + Character.toString(c)
                    + " is not known; there are \\n \\r \\t \\f \\\\ \\\" \\x.. \\u.... \\U........");
        };
    }

    /** Takes a text as it is, or without regard to case where an {@code i} follows. */
    Expr cased(final String text) {
        return cursor.skip("i")
                ? Expr.sequence(
                        text.codePoints().mapToObj(it -> CASED.cased(CodePoints.of(it, it)).utf8()).toList())
                : Expr.literal(text);
    }

    /** Reads a regular expression between slashes. */
    Expr regex() {
        final int begin = cursor.position();
        cursor.expect("/");
        final int from = cursor.position();
        while (cursor.peek() != '/') {
            if (cursor.next() == '\\') {
                cursor.next();
            }
        }
        final String pattern = cursor.since(from);
        cursor.expect("/");
        RegexFlags flags = RegexFlags.PLAIN;
        for (int c = cursor.peek(); c >= 'a' && c <= 'z'; c = cursor.peek()) {
            if (c != 'i' && c != 's' && c != 'u') {
                throw cursor.fault("expected the flags i, s or u, found " + cursor.found());
            }
            flags = flags.with(cursor.next());
        }
        return RegexParser.part("regular expression at " + cursor.place(begin) + " of a Lark grammar",
                pattern,
                flags);
    }
}
