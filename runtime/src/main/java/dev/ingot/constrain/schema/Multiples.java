package dev.ingot.constrain.schema;

import static dev.ingot.constrain.grammar.Expr.choice;
import static dev.ingot.constrain.grammar.Expr.literal;
import static dev.ingot.constrain.grammar.Expr.optional;
import static dev.ingot.constrain.grammar.Expr.range;
import static dev.ingot.constrain.grammar.Expr.sequence;

import dev.ingot.constrain.grammar.Expr;
import dev.ingot.constrain.grammar.Grammar;
import dev.ingot.constrain.text.Choices;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * {@code multipleOf}: few multiples are counted out; else factors with few digits are told by the remainder of the digits so
 * far.
 */
final class Multiples {

    static final int MOST_LISTED = 1000;

    private static final int MOST_REMAINDERS = 100;
    private static final BigInteger LARGEST = BigInteger.TEN.pow(JsonRules.MOST_DIGITS)
            .subtract(BigInteger.ONE);

    private final Grammar grammar;

    Multiples(final Grammar grammar) {
        this.grammar = grammar;
    }

    /** Returns the factor, without zeros at its end. */
    static BigDecimal factor(final SchemaNode node) {
        final BigDecimal factor = node.number("multipleOf").orElseThrow().stripTrailingZeros();
        if (factor.signum() <= 0) {
            throw node.fault("multipleOf", "expected a number above 0, found " + factor);
        }
        return factor;
    }

    /** Counts out the multiples from one number of factors to another, unless they are many. */
    static Optional<Expr> listed(final BigDecimal factor, final BigInteger from, final BigInteger to) {
        if (to.subtract(from).compareTo(BigInteger.valueOf(MOST_LISTED)) >= 0) {
            return Optional.empty();
        }
        final var found = new ArrayList<byte[]>();
        for (BigInteger count = from; count.compareTo(to) <= 0; count = count.add(BigInteger.ONE)) {
            final BigDecimal value = factor.multiply(new BigDecimal(count));
            found.add((value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString())
                    .getBytes(StandardCharsets.UTF_8));
        }
        return Optional.of(Choices.of(found));
    }

    /** Whole multiples of a whole factor between two numbers. */
    Expr integers(final SchemaNode node, final BigInteger from, final BigInteger to) {
        final BigDecimal factor = factor(node);
        if (factor.scale() > 0) {
            throw node.fault("multipleOf", "expected a whole number for integers, found " + factor);
        }
        if (factor.compareTo(BigDecimal.ONE) == 0) {
            return Digits.PLAIN.signed(from, to);
        }
        final var few = listed(factor, divided(from, factor, RoundingMode.CEILING),
                divided(to, factor, RoundingMode.FLOOR));
        if (few.isPresent()) {
            return few.get();
        }
        return digits(remainders(node, factor), 0).signed(from, to);
    }

    private static BigInteger divided(final BigInteger value, final BigDecimal factor,
            final RoundingMode mode) {
        return new BigDecimal(value).divide(factor, 0, mode).toBigInteger();
    }

    /** All multiples of a factor that has digits after the point. */
    Expr fractions(final SchemaNode node) {
        final BigDecimal factor = factor(node);
        if (factor.scale() > JsonRules.MOST_DIGITS) {
            throw node.fault("multipleOf", "expected at most " + JsonRules.MOST_DIGITS
                    + " digits after the point, found " + factor);
        }
        return sequence(optional(literal("-")),
                digits(remainders(node, factor), factor.scale()).between(BigInteger.ZERO, LARGEST));
    }

    private static int remainders(final SchemaNode node, final BigDecimal factor) {
        final BigInteger digits = factor.scale() > 0 ? factor.unscaledValue() : factor.toBigInteger();
        if (digits.compareTo(BigInteger.valueOf(MOST_REMAINDERS)) > 0) {
            throw node.fault("multipleOf",
                    "expected digits up to " + MOST_REMAINDERS + ", or limits with at most "
                            + MOST_LISTED + " multiples between them, found " + factor);
        }
        return digits.intValueExact();
    }

    private Digits digits(final int step, final int places) {
        return new Digits(step, (remainder, count) -> more(step, remainder, count, places, false));
    }

    /** So many digits after those of a remainder, or up to so many after the point, and then what may follow them. */
    private Expr more(final int step, final int remainder, final int count, final int places,
            final boolean point) {
        final int known = grammar.size();
        final int rule = grammar.rule("json multiple " + step + " " + remainder + " " + count + " " + places
                + (point ? " point" : ""));
        if (rule == known) {
            final var options = new ArrayList<Expr>();
            if (point || count == 0) {
                options.add(end(step, remainder, point ? count : places));
            }
            if (!point && count == 0 && places > 0) {
                options.add(sequence(literal("."), digit(step, remainder, places, places, true)));
            }
            if (count > 0) {
                options.add(digit(step, remainder, count, places, point));
            }
            grammar.define(rule, choice(options));
        }
        return new Expr.Call(rule);
    }

    private Expr digit(final int step, final int remainder, final int count, final int places,
            final boolean point) {
        return choice(IntStream.rangeClosed(0, 9).mapToObj(digit -> sequence(range('0' + digit, '0' + digit),
                more(step, (remainder * 10 + digit) % step, count - 1, places, point))).toList());
    }

    /** Ends where the digits that are not written, all zero, leave no remainder. */
    private static Expr end(final int step, final int remainder, final int zeros) {
        return BigInteger.TEN.pow(zeros).multiply(BigInteger.valueOf(remainder)).mod(BigInteger.valueOf(step))
                .signum() == 0 ? Expr.EMPTY : Expr.NEVER;
    }
}
