package dev.ingot.constrain.schema;

import static dev.ingot.constrain.grammar.Expr.choice;
import static dev.ingot.constrain.grammar.Expr.literal;
import static dev.ingot.constrain.grammar.Expr.sequence;

import dev.ingot.constrain.grammar.Expr;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;

/** {@code type: number} and {@code type: integer}. Those with limits are written without exponents. */
final class NumberSchemas {

    private static final BigDecimal END = BigDecimal.TEN.pow(JsonRules.MOST_DIGITS);

    /**
     * A limit.
     *
     * @param value  of it
     * @param strict whether the value itself is outside
     */
    private record Limit(BigDecimal value, boolean strict) {

        Limit negated() {
            return new Limit(value.negate(), strict);
        }

        BigInteger whole() {
            return value.toBigInteger();
        }

        String fraction() {
            final BigDecimal rest = value.remainder(BigDecimal.ONE).stripTrailingZeros();
            return rest.signum() == 0 ? "" : rest.toPlainString().substring(2);
        }
    }

    private final JsonRules json;
    private final Multiples multiples;

    NumberSchemas(final JsonRules json, final Multiples multiples) {
        this.json = json;
        this.multiples = multiples;
    }

    Expr number(final SchemaNode node) {
        final Limit low = low(node);
        final Limit high = high(node);
        if (node.has("multipleOf")) {
            return multiples.ofNumber(node, isLimited(low, high));
        }
        if (!isLimited(low, high)) {
            return json.number();
        }
        final var zero = new Limit(BigDecimal.ZERO, false);
        final var aboveZero = new Limit(BigDecimal.ZERO, true);
        return choice(between(low.value().signum() >= 0 ? low : zero, high),
                sequence(literal("-"),
                        between(high.value().signum() < 0 ? high.negated() : aboveZero, low.negated())));
    }

    private static boolean isLimited(final Limit low, final Limit high) {
        return low.value().compareTo(END.negate()) > 0 || high.value().compareTo(END) < 0;
    }

    /** Numbers from 0 on. */
    private static Expr between(final Limit low, final Limit high) {
        if (high.value().signum() < 0) {
            return Expr.NEVER;
        }
        final BigInteger from = low.whole();
        final BigInteger to = high.whole();
        if (from.equals(to)) {
            return sequence(Digits.between(from, to),
                    Fractions.between(low.fraction(), low.strict(), high.fraction(), high.strict()));
        }
        return choice(
                sequence(Digits.between(from, from), Fractions.from(low.fraction(), low.strict())),
                sequence(Digits.between(from.add(BigInteger.ONE), to.subtract(BigInteger.ONE)),
                        Fractions.any()),
                from.compareTo(to) < 0
                        ? sequence(Digits.between(to, to), Fractions.to(high.fraction(), high.strict()))
                        : Expr.NEVER);
    }

    Expr integer(final SchemaNode node) {
        final Limit low = low(node);
        final Limit high = high(node);
        final BigInteger from = rounded(low, RoundingMode.CEILING, BigInteger.ONE);
        final BigInteger to = rounded(high, RoundingMode.FLOOR, BigInteger.ONE.negate());
        if (node.has("multipleOf")) {
            return multiples.ofInteger(node, isLimited(low, high), from, to);
        }
        return isLimited(low, high) ? integers(from, to) : json.integer();
    }

    private static BigInteger rounded(final Limit limit, final RoundingMode mode, final BigInteger inward) {
        final BigInteger whole = limit.value().setScale(0, mode).toBigIntegerExact();
        final boolean outside = limit.strict() && limit.value().compareTo(new BigDecimal(whole)) == 0;
        return outside ? whole.add(inward) : whole;
    }

    private static Expr integers(final BigInteger from, final BigInteger to) {
        return choice(Digits.between(from.max(BigInteger.ZERO), to),
                sequence(literal("-"), Digits.between(to.negate().max(BigInteger.ONE), from.negate())));
    }

    private static Limit low(final SchemaNode node) {
        return limit(node, "minimum", "exclusiveMinimum", END.negate(), 1);
    }

    private static Limit high(final SchemaNode node) {
        return limit(node, "maximum", "exclusiveMaximum", END, -1);
    }

    /** The narrowest of what is given, and of what can be written at all. */
    private static Limit limit(final SchemaNode node, final String key, final String strictKey,
            final BigDecimal outermost, final int inward) {
        if (node.get(strictKey) instanceof Boolean) {
            throw node.fault(strictKey, "expected a number (true and false are of draft 4), found a boolean");
        }
        Limit result = new Limit(outermost, true);
        final Optional<BigDecimal> closed = node.number(key);
        if (closed.isPresent() && closed.get().compareTo(result.value()) * inward > 0) {
            result = new Limit(closed.get(), false);
        }
        final Optional<BigDecimal> strict = node.number(strictKey);
        if (strict.isPresent() && strict.get().compareTo(result.value()) * inward >= 0) {
            result = new Limit(strict.get(), true);
        }
        return result;
    }
}
