package dev.ingot.constrain.schema;

import static dev.ingot.constrain.grammar.Expr.choice;
import static dev.ingot.constrain.grammar.Expr.literal;
import static dev.ingot.constrain.grammar.Expr.sequence;

import dev.ingot.constrain.grammar.Expr;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.Set;

/** {@code type: number} and {@code type: integer}. Those with limits are written without exponents. */
final class NumberSchemas {

    private static final Set<String> LIMITS = Set.of("minimum", "maximum", "exclusiveMinimum",
            "exclusiveMaximum");
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

        /** Returns the first multiple inside, as a number of factors; inward is 1 for lower limits, -1 for upper ones. */
        BigInteger rounded(final BigDecimal factor, final int inward) {
            final BigDecimal count = value.divide(factor, 0,
                    inward > 0 ? RoundingMode.CEILING : RoundingMode.FLOOR);
            final boolean outside = strict && count.multiply(factor).compareTo(value) == 0;
            return outside ? count.toBigInteger().add(BigInteger.valueOf(inward)) : count.toBigInteger();
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
        if (node.has("multipleOf")) {
            return multiple(node);
        }
        return isLimited(node)
                ? within(low(node), high(node), new Fractions(JsonRules.MOST_DIGITS))
                : json.number();
    }

    private static boolean isLimited(final SchemaNode node) {
        return LIMITS.stream().anyMatch(node::has);
    }

    private Expr multiple(final SchemaNode node) {
        final Limit low = low(node);
        final Limit high = high(node);
        final BigDecimal factor = Multiples.factor(node);
        final var few = Multiples.listed(factor, low.rounded(factor, 1), high.rounded(factor, -1));
        if (few.isPresent()) {
            return few.get();
        }
        if (factor.scale() <= 0) {
            return multiples.integers(node, whole(low, 1), whole(high, -1));
        }
        if (!isLimited(node)) {
            return multiples.fractions(node);
        }
        if (factor.unscaledValue().equals(BigInteger.ONE) && factor.scale() <= JsonRules.MOST_DIGITS) {
            return within(low, high, new Fractions(factor.scale()));
        }
        throw node.fault("multipleOf",
                "expected 1, 0.1, 0.01, ... or limits with at most " + Multiples.MOST_LISTED
                        + " multiples between them, found " + factor);
    }

    private static Expr within(final Limit low, final Limit high, final Fractions fractions) {
        if (low.value().compareTo(high.value()) > 0) {
            return Expr.NEVER;
        }
        final var zero = new Limit(BigDecimal.ZERO, false);
        final var aboveZero = new Limit(BigDecimal.ZERO, true);
        return choice(between(low.value().signum() >= 0 ? low : zero, high, fractions),
                sequence(literal("-"),
                        between(high.value().signum() < 0 ? high.negated() : aboveZero, low.negated(),
                                fractions)));
    }

    /** Numbers from 0 on. */
    private static Expr between(final Limit low, final Limit high, final Fractions fractions) {
        if (high.value().signum() < 0) {
            return Expr.NEVER;
        }
        final BigInteger from = low.whole();
        final BigInteger to = high.whole();
        if (from.equals(to)) {
            return sequence(Digits.PLAIN.between(from, to),
                    fractions.between(low.fraction(), low.strict(), high.fraction(), high.strict()));
        }
        return choice(
                sequence(Digits.PLAIN.between(from, from), fractions.from(low.fraction(), low.strict())),
                sequence(Digits.PLAIN.between(from.add(BigInteger.ONE), to.subtract(BigInteger.ONE)),
                        fractions.any()),
                from.compareTo(to) < 0
                        ? sequence(Digits.PLAIN.between(to, to), fractions.to(high.fraction(), high.strict()))
                        : Expr.NEVER);
    }

    Expr integer(final SchemaNode node) {
        final BigInteger from = whole(low(node), 1);
        final BigInteger to = whole(high(node), -1);
        if (node.has("multipleOf")) {
            return multiples.integers(node, from, to);
        }
        return isLimited(node) ? Digits.PLAIN.signed(from, to) : json.integer();
    }

    private static BigInteger whole(final Limit limit, final int inward) {
        return limit.rounded(BigDecimal.ONE, inward);
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
        reachable(node, key, outermost, inward);
        reachable(node, strictKey, outermost, inward);
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

    /** A limit beyond what can be written leaves numbers, though none of those. */
    private static void reachable(final SchemaNode node, final String key, final BigDecimal outermost,
            final int inward) {
        if (node.number(key).filter(value -> value.add(outermost).signum() * inward >= 0).isPresent()) {
            throw node.fault(key, "numbers of more than " + JsonRules.MOST_DIGITS
                    + " digits before the point are not supported, found " + node.get(key));
        }
    }
}
