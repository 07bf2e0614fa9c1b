package dev.ingot.constrain.text;

import dev.ingot.constrain.grammar.CodePoints;
import dev.ingot.constrain.grammar.Effort;
import dev.ingot.constrain.grammar.Expr;
import dev.ingot.constrain.grammar.Grammar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads grammars in Lark's notation: rules in small and terminals in capital letters, {@code name: ...} per line beginning at
 * {@code start}; strings, {@code "a".."z"}, regular expressions, groups, {@code [optional]}, {@code |}, {@code * + ? ~n..m},
 * comments, {@code %ignore}, and {@code %import} of common terminals. What shapes Lark's trees alone (aliases, {@code ?} and
 * {@code !} before rules, priorities) means nothing here.
 *
 * <p>Texts are taken apart in any way that fits, as Lark's Earley parser does with its lexer {@code dynamic_complete}: no
 * terminal goes before another one. What is ignored may stand before each terminal of a rule, but not behind the last.
 */
public final class LarkParser {

    private static final String KIND = "Lark grammar";
    private static final String COMMON = "common.";
    private static final int MOST_DEEP = 100;

    private final Cursor cursor;
    private final LarkTokens tokens;
    private final Grammar grammar;
    private final String prefix; // of names
    private final Map<Integer, Integer> uses = new HashMap<>(); // rule, and where it is called first
    private final List<Expr> ignored = new ArrayList<>();
    private final Expr gap;
    private boolean inTerminal;
    private boolean imported;
    private int depth;

    private LarkParser(final String text, final Grammar grammar, final String prefix) {
        cursor = new Cursor(KIND, text);
        tokens = new LarkTokens(cursor);
        this.grammar = grammar;
        this.prefix = prefix;
        gap = text.contains("%ignore") ? new Expr.Call(grammar.rule(" ignored")) : Expr.EMPTY;
    }

    /**
     * Reads a grammar.
     *
     * @param text the rules
     * @return the grammar
     */
    public static Grammar grammar(final String text) {
        final var grammar = new Grammar(KIND, "start");
        final var parser = new LarkParser(text, grammar, "");
        parser.read();
        if (!grammar.isDefined(0)) {
            throw parser.cursor.fault("expected a rule of the name start, where it begins");
        }
        return grammar;
    }

    private void read() {
        tokens.blank(true);
        while (!cursor.atEnd()) {
            if (cursor.peek() == '%') {
                directive();
            } else {
                rule();
            }
            tokens.expectLineEnd();
        }
        if (gap instanceof Expr.Call call) {
            grammar.define(call.rule(), Expr.repeat(Expr.choice(ignored), 0, Expr.UNBOUNDED));
        }
        uses.forEach((rule, position) -> {
            if (!grammar.isDefined(rule)) {
                cursor.back(position);
                throw cursor.fault("\"" + grammar.name(rule) + "\" is not defined");
            }
        });
    }

    private void rule() {
        while (cursor.peek() == '?' || cursor.peek() == '!') {
            cursor.next();
        }
        final int begin = cursor.position();
        final String name = tokens.name();
        inTerminal = LarkTokens.isTerminal(name);
        if (cursor.skip(".")) {
            tokens.priority();
        }
        tokens.blank(false);
        cursor.expect(":");
        define(name, begin, alternatives());
    }

    private void define(final String name, final int position, final Expr body) {
        final int rule = grammar.rule(prefix + name);
        if (grammar.isDefined(rule)) {
            cursor.back(position);
            throw cursor.fault("\"" + name + "\" is defined twice");
        }
        grammar.define(rule, body);
    }

    private void directive() {
        if (cursor.skip("%ignore")) {
            inTerminal = true;
            ignored.add(alternatives());
        } else if (cursor.skip("%import")) {
            tokens.blank(false);
            importCommon();
        } else {
            throw cursor.fault("expected a rule, %ignore or %import; no other directives are supported");
        }
    }

    private void importCommon() {
        final int begin = cursor.position();
        if (!cursor.skip("common")) {
            throw cursor.fault("only terminals of common can be imported, found " + cursor.found());
        }
        if (!imported) {
            imported = true;
            new LarkParser(LarkTokens.COMMON, grammar, COMMON).read();
        }
        if (cursor.skip(".")) {
            final String name = tokens.name();
            tokens.blank(false);
            importAs(name, tokens.alias().orElse(name), begin);
            return;
        }
        tokens.blank(false);
        cursor.expect("(");
        do {
            tokens.blank(true);
            final String name = tokens.name();
            importAs(name, name, begin);
            tokens.blank(true);
        } while (cursor.skip(","));
        cursor.expect(")");
    }

    private void importAs(final String name, final String alias, final int position) {
        final int common = grammar.rule(COMMON + name);
        if (!grammar.isDefined(common)) {
            cursor.back(position);
            throw cursor.fault("common has no terminal " + name);
        }
        define(alias, position, new Expr.Call(common));
    }

    private Expr alternatives() {
        final var options = new ArrayList<Expr>();
        do {
            tokens.blank(depth > 0);
            options.add(sequence());
            tokens.alias();
        } while (tokens.skipOr(depth > 0));
        return Expr.choice(options);
    }

    private Expr sequence() {
        final var parts = new ArrayList<Expr>();
        while (LarkTokens.beginsAtom(cursor.peek())) {
            final Expr part = atom();
            tokens.blank(depth > 0);
            parts.add(quantified(part));
            tokens.blank(depth > 0);
        }
        return Expr.sequence(parts);
    }

    private Expr quantified(final Expr part) {
        if (cursor.skip("~")) {
            tokens.blank(false);
            final int min = cursor.number();
            tokens.blank(false);
            if (!cursor.skip("..")) {
                return Quantifier.between(cursor, part, min, min);
            }
            tokens.blank(false);
            return Quantifier.between(cursor, part, min, cursor.number());
        }
        return Quantifier.isNext(cursor) && cursor.peek() != '{' ? Quantifier.apply(cursor, part) : part;
    }

    private Expr atom() {
        Effort.look();
        return switch (cursor.peek()) {
            case '"' -> terminal(literal());
            case '/' -> terminal(tokens.regex());
            case '(' -> group("(", ")");
            case '[' -> Expr.optional(group("[", "]"));
            default -> reference();
        };
    }

    /** What is ignored may stand before each terminal; within one, nothing is. */
    private Expr terminal(final Expr text) {
        return inTerminal ? text : Expr.sequence(gap, text);
    }

    private Expr literal() {
        final int begin = cursor.position();
        final String text = tokens.string();
        if (!cursor.skip("..")) {
            return tokens.cased(text);
        }
        final String last = tokens.string();
        if (text.codePointCount(0, text.length()) != 1 || last.codePointCount(0, last.length()) != 1
                || text.codePointAt(0) > last.codePointAt(0)) {
            cursor.back(begin);
            throw cursor.fault("expected a range of two characters that rise");
        }
        return CodePoints.of(text.codePointAt(0), last.codePointAt(0)).utf8();
    }

    private Expr reference() {
        final int position = cursor.position();
        final String name = tokens.name();
        final boolean isTerminal = LarkTokens.isTerminal(name);
        if (inTerminal && !isTerminal) {
            cursor.back(position);
            throw cursor.fault("terminals consist of terminals, found the rule \"" + name + "\"");
        }
        final int rule = grammar.rule(prefix + name);
        uses.putIfAbsent(rule, position);
        return isTerminal ? terminal(new Expr.Call(rule)) : new Expr.Call(rule);
    }

    private Expr group(final String open, final String close) {
        cursor.expect(open);
        if (++depth > MOST_DEEP) {
            throw cursor.fault("groups are nested more than " + MOST_DEEP + " deep");
        }
        final Expr inner = alternatives();
        cursor.expect(close);
        depth--;
        return inner;
    }
}
