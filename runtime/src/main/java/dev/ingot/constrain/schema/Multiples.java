package dev.ingot.constrain.schema;

import static dev.ingot.constrain.grammar.Expr.choice;
import static dev.ingot.constrain.grammar.Expr.literal;
import static dev.ingot.constrain.grammar.Expr.optional;
import static dev.ingot.constrain.grammar.Expr.range;
import static dev.ingot.constrain.grammar.Expr.repeat;
import static dev.ingot.constrain.grammar.Expr.sequence;

import dev.ingot.constrain.grammar.Expr;
import dev.ingot.constrain.grammar.Grammar;
import dev.ingot.constrain.text.Choices;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/**
 * {@code multipleOf}: whole factors by the remainder of the digits so far, powers of a tenth by the number of digits after
 * the point. Within limits the multiples are counted out.
 */
final class Multiples {

    private static final int MOST_REMAINDERS = 100;
    private static final int MOST_LISTED = 1000;

    private final Grammar grammar;
    private final JsonRules json;

    Multiples(final Grammar grammar, final JsonRules json) {
        this.grammar = grammar;
        this.json = json;
    }

    Expr ofNumber(final SchemaNode node, final boolean limited) {
        final BigDecimal factor = factor(node);
        if (limited) {
            throw node.fault("multipleOf", "is not supported for numbers with limits; use type integer");
        }
        if (factor.scale() <= 0) {
            return factor.compareTo(BigDecimal.ONE) == 0
                    ? json.integer()
                    : ofInteger(node, false, BigInteger.ZERO, BigInteger.ZERO);
        }
        if (!factor.unscaledValue().equals(BigInteger.ONE) || factor.scale() > JsonRules.MOST_DIGITS) {
            throw node.fault("multipleOf", "expected a whole number, or 0.1, 0.01, ..., found " + factor);
        }
        return sequence(json.integer(),
                optional(sequence(literal("."), repeat(range('0', '9'), 1, factor.scale()))));
    }

    private static BigDecimal factor(final SchemaNode node) {
        final BigDecimal factor = node.number("multipleOf").orElseThrow().stripTrailingZeros();
        if (factor.signum() <= 0) {
            throw node.fault("multipleOf", "expected a number above 0, found " + factor);
        }
        return factor;
    }

    Expr ofInteger(final SchemaNode node, final boolean limited, final BigInteger from, final BigInteger to) {
        final BigDecimal factor = factor(node);
        if (factor.scale() > 0) {
            throw node.fault("multipleOf", "expected a whole number for integers, found " + factor);
        }
        final BigInteger step = factor.toBigInteger();
        if (limited) {
            return listed(node, step, from, to);
        }
        if (step.compareTo(BigInteger.valueOf(MOST_REMAINDERS)) > 0) {
            throw node.fault("multipleOf",
                    "expected at most " + MOST_REMAINDERS + " without limits, found " + step);
        }
        final var options = new ArrayList<Expr>();
        for (int digit = 1; digit <= 9; digit++) {
            options.add(sequence(range('0' + digit, '0' + digit),
                    more(step.intValue(), digit % step.intValue(), JsonRules.MOST_DIGITS - 1)));
        }
        return choice(literal("0"), sequence(optional(literal("-")), choice(options)));
    }

    /** The digits that follow those of a remainder. */
    private Expr more(final int step, final int remainder, final int left) {
        final int known = grammar.size();
        final int rule = grammar.rule("json multiple " + step + " " + remainder + " " + left);
        if (rule == known) {
            final var options = new ArrayList<Expr>();
            if (remainder == 0) {
                options.add(Expr.EMPTY);
            }
            for (int digit = 0; digit <= 9 && left > 0; digit++) {
                options.add(sequence(range('0' + digit, '0' + digit),
                        more(step, (remainder * 10 + digit) % step, left - 1)));
            }
            grammar.define(rule, choice(options));
        }
        return new Expr.Call(rule);
    }

    private static Expr listed(final SchemaNode node, final BigInteger step, final BigInteger from,
            final BigInteger to) {
        final var found = new ArrayList<byte[]>();
        BigInteger value = new BigDecimal(from).divide(new BigDecimal(step), 0, RoundingMode.CEILING)
                .toBigInteger().multiply(step);
        for (; value.compareTo(to) <= 0; value = value.add(step)) {
            found.add(value.toString().getBytes(StandardCharsets.UTF_8));
            if (found.size() > MOST_LISTED) {
                throw node.fault("multipleOf",
                        "expected limits with at most " + MOST_LISTED + " multiples between them");
            }
        }
        return Choices.of(found);
    }
}
