package dev.ingot.constrain.schema;

import static dev.ingot.constrain.grammar.Expr.choice;
import static dev.ingot.constrain.grammar.Expr.literal;
import static dev.ingot.constrain.grammar.Expr.optional;
import static dev.ingot.constrain.grammar.Expr.range;
import static dev.ingot.constrain.grammar.Expr.repeat;
import static dev.ingot.constrain.grammar.Expr.sequence;

import dev.ingot.constrain.grammar.Expr;

/**
 * What may follow the whole part of a number: a point and digits, at least one, or nothing, which is zero. Limits are the
 * digits of a fraction without trailing zeros, so that a shorter text of the same digits is always less.
 */
final class Fractions {

    private final int longest;

    /** Fractions of at most so many digits. */
    Fractions(final int longest) {
        this.longest = longest;
    }

    Expr any() {
        return optional(pointed(digits(1, longest)));
    }

    /** Fractions from a limit on, or above it. */
    Expr from(final String limit, final boolean strictly) {
        final Expr some = pointed(limit.isEmpty()
                ? strictly ? positive(longest) : digits(1, longest)
                : least(limit, strictly, longest));
        return limit.isEmpty() && !strictly ? optional(some) : some;
    }

    /** Fractions up to a limit, or below it. */
    Expr to(final String limit, final boolean strictly) {
        if (limit.isEmpty()) {
            return strictly ? Expr.NEVER : optional(pointed(zeros(1, longest)));
        }
        return optional(pointed(most(limit, strictly, longest)));
    }

    /** Fractions between two limits. */
    Expr between(final String low, final boolean above, final String high, final boolean below) {
        final int length = Math.max(low.length(), high.length());
        final String from = low + "0".repeat(length - low.length());
        final String to = high + "0".repeat(length - high.length());
        if (from.compareTo(to) > 0) {
            return Expr.NEVER;
        }
        final Expr nothing = low.isEmpty() && !above && !(high.isEmpty() && below) ? Expr.EMPTY : Expr.NEVER;
        return choice(nothing, pointed(within(from, above, to, below, longest)));
    }

    private static Expr pointed(final Expr digits) {
        return sequence(literal("."), digits);
    }

    /** At least one digit more; both limits have the same length, and the text has been equal to both so far. */
    private static Expr within(final String low, final boolean above, final String high, final boolean below,
            final int left) {
        if (left == 0) {
            return Expr.NEVER;
        }
        if (low.isEmpty()) {
            return above || below ? Expr.NEVER : zeros(1, left);
        }
        final char from = low.charAt(0);
        final char to = high.charAt(0);
        final String lowRest = low.substring(1);
        final String highRest = high.substring(1);
        if (from == to) {
            final boolean enough = stripped(lowRest).isEmpty() && !above
                    && !(stripped(highRest).isEmpty() && below);
            return sequence(range(from, from), choice(enough ? Expr.EMPTY : Expr.NEVER,
                    within(lowRest, above, highRest, below, left - 1)));
        }
        return choice(sequence(range(from, from), afterLow(stripped(lowRest), above, left - 1)),
                from + 1 < to ? sequence(range(from + 1, to - 1), digits(0, left - 1)) : Expr.NEVER,
                sequence(range(to, to), afterHigh(stripped(highRest), below, left - 1)));
    }

    private static String stripped(final String digits) {
        return digits.replaceFirst("0+$", "");
    }

    private static Expr least(final String limit, final boolean strictly, final int left) {
        if (left == 0) {
            return Expr.NEVER;
        }
        final char first = limit.charAt(0);
        final Expr more = first < '9' ? sequence(range(first + 1, '9'), digits(0, left - 1)) : Expr.NEVER;
        return choice(more,
                sequence(range(first, first), afterLow(limit.substring(1), strictly, left - 1)));
    }

    private static Expr afterLow(final String rest, final boolean strictly, final int left) {
        if (rest.isEmpty()) {
            return strictly ? positive(left) : digits(0, left);
        }
        return least(rest, strictly, left);
    }

    private static Expr most(final String limit, final boolean strictly, final int left) {
        if (left == 0) {
            return Expr.NEVER;
        }
        final char first = limit.charAt(0);
        final Expr less = first > '0' ? sequence(range('0', first - 1), digits(0, left - 1)) : Expr.NEVER;
        return choice(less,
                sequence(range(first, first), afterHigh(limit.substring(1), strictly, left - 1)));
    }

    private static Expr afterHigh(final String rest, final boolean strictly, final int left) {
        if (rest.isEmpty()) {
            return strictly ? Expr.NEVER : zeros(0, left);
        }
        return optional(most(rest, strictly, left));
    }

    /** At least one digit that is not zero. */
    private static Expr positive(final int left) {
        Expr result = Expr.NEVER;
        for (int i = 1; i <= left; i++) {
            result = choice(sequence(range('1', '9'), digits(0, i - 1)), sequence(literal("0"), result));
        }
        return result;
    }

    private static Expr zeros(final int min, final int max) {
        return repeat(literal("0"), min, max);
    }

    private static Expr digits(final int min, final int max) {
        return repeat(range('0', '9'), min, max);
    }
}
