package dev.ingot.constrain.schema;

import static dev.ingot.constrain.grammar.Expr.choice;
import static dev.ingot.constrain.grammar.Expr.literal;
import static dev.ingot.constrain.grammar.Expr.optional;
import static dev.ingot.constrain.grammar.Expr.range;
import static dev.ingot.constrain.grammar.Expr.repeat;
import static dev.ingot.constrain.grammar.Expr.sequence;

import dev.ingot.constrain.grammar.Expr;
import dev.ingot.constrain.grammar.Grammar;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The rules of JSON (RFC 8259) that schemas share. Two things are narrower than they might be, so that a model cannot go on
 * for ever between or within numbers: blanks are none, one, or one or two line ends and an indentation of up to 40; numbers have at
 * most 18 digits before the point, 18 after it, and exponents of two. There are no blanks around the whole document.
 */
final class JsonRules {

    static final int MOST_DIGITS = 18;

    private static final int MOST_INDENT = 40;

    private final Grammar grammar;

    JsonRules(final Grammar grammar) {
        this.grammar = grammar;
    }

    /** Makes a grammar of any JSON value. */
    static Grammar any() {
        final var grammar = new Grammar("JSON", "root");
        grammar.define(0, new JsonRules(grammar).value());
        return grammar;
    }

    private Expr rule(final String name, final Supplier<Expr> body) {
        final int known = grammar.size();
        final int rule = grammar.rule("json " + name);
        if (rule == known) {
            grammar.define(rule, body.get());
        }
        return new Expr.Call(rule);
    }

    Expr blank() {
        final Expr ends = sequence(repeat(sequence(optional(literal("\r")), literal("\n")), 1, 2),
                repeat(choice(literal(" "), literal("\t")), 0, MOST_INDENT));
        return rule("blank", () -> optional(choice(literal(" "), ends)));
    }

    Expr value() {
        return rule("value", () -> choice(object(), array(), string(), number(), bool(), literal("null")));
    }

    Expr bool() {
        return choice(literal("true"), literal("false"));
    }

    Expr integer() {
        return rule("integer", () -> choice(literal("0"),
                sequence(optional(literal("-")), range('1', '9'),
                        repeat(range('0', '9'), 0, MOST_DIGITS - 1))));
    }

    Expr number() {
        return rule("number", () -> sequence(optional(literal("-")),
                choice(literal("0"), sequence(range('1', '9'), repeat(range('0', '9'), 0, MOST_DIGITS - 1))),
                optional(sequence(literal("."), repeat(range('0', '9'), 1, MOST_DIGITS))),
                optional(sequence(choice(literal("e"), literal("E")),
                        optional(choice(literal("+"), literal("-"))),
                        repeat(range('0', '9'), 1, 2)))));
    }

    Expr character() {
        return rule("character", JsonText::character);
    }

    /** Characters that are escaped only where they must be. */
    Expr plainText() {
        return rule("text", OtherKeys::text);
    }

    Expr string() {
        return rule("string",
                () -> sequence(literal("\""), repeat(JsonText.character(), 0, Expr.UNBOUNDED),
                        literal("\"")));
    }

    Expr object() {
        return rule("object", () -> map(member(string(), value()), 0));
    }

    Expr array() {
        return rule("array", () -> list(value(), 0, Expr.UNBOUNDED));
    }

    Expr member(final Expr name, final Expr value) {
        return sequence(name, blank(), literal(":"), blank(), value);
    }

    Expr shared(final Expr body) {
        return grammar.shared(body);
    }

    /** Any number of members, at least so many. */
    Expr map(final Expr member, final int min) {
        return enclosed("{", items(member, min, Expr.UNBOUNDED), "}");
    }

    Expr list(final Expr item, final int min, final int max) {
        return enclosed("[", items(item, min, max), "]");
    }

    Expr enclosed(final String open, final Expr content, final String close) {
        return sequence(literal(open), blank(), content, blank(), literal(close));
    }

    Expr comma() {
        return sequence(blank(), literal(","), blank());
    }

    Expr items(final Expr item, final int min, final int max) {
        if (max == 0) {
            return Expr.EMPTY;
        }
        final Expr one = grammar.shared(item);
        final Expr more = repeat(sequence(comma(), one), Math.max(0, min - 1),
                max == Expr.UNBOUNDED ? max : max - 1);
        final Expr some = sequence(one, more);
        return min == 0 ? optional(some) : some;
    }

    /** Members or items that all have to be there. */
    Expr all(final List<Expr> parts) {
        final var result = new ArrayList<Expr>();
        for (final Expr part : parts) {
            if (!result.isEmpty()) {
                result.add(comma());
            }
            result.add(part);
        }
        return sequence(result);
    }
}
