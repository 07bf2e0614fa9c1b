package dev.ingot.constrain.text;

import dev.ingot.constrain.grammar.CodePoints;
import dev.ingot.constrain.grammar.Effort;
import dev.ingot.constrain.grammar.Expr;
import dev.ingot.constrain.grammar.Grammar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads grammars in llama.cpp's notation (GBNF): {@code name ::= ...} per rule, beginning at {@code root}; literals in
 * quotes, classes in brackets, {@code .} for any character, groups, {@code |}, quantifiers, comments from {@code #} on. A
 * rule ends with its line, except within parentheses and after {@code |}. Rules may call themselves; not, by way of others,
 * at their beginning.
 */
public final class GbnfParser {

    private static final String KIND = "GBNF grammar";
    private static final int MOST_DEEP = 100;

    private final Cursor cursor;
    private final Grammar grammar = new Grammar(KIND, "root");
    private final Map<Integer, Integer> uses = new HashMap<>(); // rule, and where it is called first
    private int depth;

    private GbnfParser(final String text) {
        cursor = new Cursor(KIND, text);
    }

    /**
     * Reads a grammar.
     *
     * @param text the rules
     * @return the grammar
     */
    public static Grammar grammar(final String text) {
        final var parser = new GbnfParser(text);
        parser.blank(true);
        while (!parser.cursor.atEnd()) {
            parser.rule();
        }
        parser.check();
        return parser.grammar;
    }

    private void check() {
        uses.forEach((rule, position) -> {
            if (!grammar.isDefined(rule)) {
                cursor.back(position);
                throw cursor.fault("the rule \"" + grammar.name(rule) + "\" is not defined");
            }
        });
        if (!grammar.isDefined(0)) {
            throw cursor.fault("expected a rule of the name root, where it begins");
        }
    }

    private void rule() {
        final int begin = cursor.position();
        final int rule = grammar.rule(name());
        blank(false);
        cursor.expect("::=");
        if (grammar.isDefined(rule)) {
            cursor.back(begin);
            throw cursor.fault("the rule \"" + grammar.name(rule) + "\" is defined twice");
        }
        blank(true);
        grammar.define(rule, alternatives());
        if (!cursor.atEnd() && cursor.peek() != '\n' && cursor.peek() != '\r') {
            throw cursor.fault("expected the end of the rule, found " + cursor.found());
        }
        blank(true);
    }

    private String name() {
        final int begin = cursor.position();
        while (isName(cursor.peek())) {
            cursor.next();
        }
        if (cursor.position() == begin) {
            throw cursor.fault("expected the name of a rule, found " + cursor.found());
        }
        return cursor.since(begin);
    }

    private static boolean isName(final int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'
                || c == '_';
    }

    private void blank(final boolean lines) {
        while (true) {
            final int c = cursor.peek();
            if (c == '#') {
                while (!cursor.atEnd() && cursor.peek() != '\n' && cursor.peek() != '\r') {
                    cursor.next();
                }
            } else if (c == ' ' || c == '\t' || (lines && (c == '\n' || c == '\r'))) {
                cursor.next();
            } else {
                return;
            }
        }
    }

    private Expr alternatives() {
        final var options = new ArrayList<Expr>();
        options.add(sequence());
        while (cursor.skip("|")) {
            blank(true);
            options.add(sequence());
        }
        return Expr.choice(options);
    }

    private Expr sequence() {
        final var parts = new ArrayList<Expr>();
        while (true) {
            final int c = cursor.peek();
            if (c == '"' || c == '[' || c == '(' || c == '.' || isName(c)) {
                Expr part = atom(c);
                blank(depth > 0);
                for (int i = 0; Quantifier.isNext(cursor); i++) {
                    if (i == MOST_DEEP) {
                        throw cursor.fault("more than " + MOST_DEEP + " quantifiers in a row");
                    }
                    part = cursor.skip("{") ? counted(part) : Quantifier.apply(cursor, part);
                    blank(depth > 0);
                }
                parts.add(part);
            } else {
                return Expr.sequence(parts);
            }
        }
    }

    /** Reads what follows the opening brace; unlike in regular expressions, blanks may stand between. */
    private Expr counted(final Expr part) {
        blank(depth > 0);
        final int min = cursor.number();
        blank(depth > 0);
        int max = min;
        if (cursor.skip(",")) {
            blank(depth > 0);
            max = cursor.peek() == '}' ? Expr.UNBOUNDED : cursor.number();
            blank(depth > 0);
        }
        final Expr result = Quantifier.between(cursor, part, min, max);
        cursor.expect("}");
        return result;
    }

    private Expr atom(final int c) {
        Effort.look();
        return switch (c) {
            case '"' -> literal();
            case '[' -> bracket().utf8();
            case '(' -> group();
            case '.' -> {
                cursor.next();
                yield CodePoints.ALL.utf8();
            }
            default -> {
                final int position = cursor.position();
                final int rule = grammar.rule(name());
                uses.putIfAbsent(rule, position);
                yield new Expr.Call(rule);
            }
        };
    }

    private Expr group() {
        cursor.expect("(");
        if (++depth > MOST_DEEP) {
            throw cursor.fault("groups are nested more than " + MOST_DEEP + " deep");
        }
        blank(true);
        final Expr inner = alternatives();
        cursor.expect(")");
        depth--;
        return inner;
    }

    private Expr literal() {
        cursor.expect("\"");
        final var text = new StringBuilder();
        while (!cursor.skip("\"")) {
            text.appendCodePoint(character());
        }
        return Expr.literal(text.toString());
    }

    private CodePoints bracket() {
        cursor.expect("[");
        final boolean negated = cursor.skip("^");
        CodePoints all = CodePoints.NONE;
        while (!cursor.skip("]")) {
            final int low = character();
            int high = low;
            if (cursor.startsWith("-") && !cursor.startsWith("-]")) {
                cursor.next();
                high = character();
            }
            if (high < low) {
                throw cursor.fault("expected a range that rises");
            }
            all = all.or(CodePoints.of(low, high));
        }
        return negated ? all.negate() : all;
    }

    private int character() {
        if (!cursor.skip("\\")) {
            return cursor.next();
        }
        final int c = cursor.next();
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case '\\', '"', '[', ']' -> c;
            case 'x' -> cursor.hex(2);
            case 'u' -> cursor.character(4);
            case 'U' -> cursor.character(8);
            default -> throw cursor.fault("the escape \\" + Character.toString(c)
                    + " is not known; there are \\n \\r \\t \\\\ \\\" \\[ \\] \\x.. \\u.... \\U........");
        };
    }
}
