package dev.ingot.constrain.schema;

import static dev.ingot.constrain.grammar.Expr.choice;
import static dev.ingot.constrain.grammar.Expr.literal;
import static dev.ingot.constrain.grammar.Expr.range;
import static dev.ingot.constrain.grammar.Expr.repeat;
import static dev.ingot.constrain.grammar.Expr.sequence;

import dev.ingot.constrain.grammar.ByteSet;
import dev.ingot.constrain.grammar.Expr;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/**
 * Whole numbers from 0 on between two others, digit by digit: all of them, or those that leave no remainder when they are
 * divided by a small number.
 */
final class Digits {

    /** All numbers. */
    static final Digits PLAIN = new Digits(1, (remainder, count) -> repeat(range('0', '9'), count, count));

    private final int step;
    private final Rest rest;

    /** Any digits that follow those of a remainder; {@code PLAIN} has no remainders but 0. */
    interface Rest {

        Expr after(int remainder, int count);
    }

    /** Multiples of {@code step}; {@code rest} says what follows where all digits may stand, down to no digit. */
    Digits(final int step, final Rest rest) {
        this.step = step;
        this.rest = rest;
    }

    /** Numbers on both sides of 0; none if the limits do not rise. */
    Expr signed(final BigInteger from, final BigInteger to) {
        return choice(between(from.max(BigInteger.ZERO), to), sequence(literal("-"),
                between(to.negate().max(BigInteger.ONE), from.negate())));
    }

    /** Numbers without leading zeros; none if they do not rise. */
    Expr between(final BigInteger low, final BigInteger high) {
        if (low.compareTo(high) > 0) {
            return Expr.NEVER;
        }
        final String from = low.toString();
        final String to = high.toString();
        final var options = new ArrayList<Expr>();
        for (int length = from.length(); length <= to.length(); length++) {
            final String least = length == 1 ? "0" : "1" + "0".repeat(length - 1);
            options.add(same(length == from.length() ? from : least,
                    length == to.length() ? to : "9".repeat(length), 0));
        }
        return choice(options);
    }

    /** Numbers of one length; digits that the same may follow are one set. */
    private Expr same(final String low, final String high, final int remainder) {
        if (low.matches("0*") && high.matches("9*")) {
            return rest.after(remainder, low.length());
        }
        final int left = low.length() - 1;
        final char from = low.charAt(0);
        final char to = high.charAt(0);
        final var byRest = new LinkedHashMap<Expr, ByteSet>();
        for (char digit = from; digit <= to; digit++) {
            final Expr follows = same(digit == from ? low.substring(1) : "0".repeat(left),
                    digit == to ? high.substring(1) : "9".repeat(left),
                    (remainder * 10 + digit - '0') % step);
            byRest.merge(follows, ByteSet.of(digit, digit), ByteSet::or);
        }
        final var options = new ArrayList<Expr>();
        byRest.forEach((follows, digits) -> options.add(sequence(new Expr.OneByte(digits), follows)));
        return choice(options);
    }
}
