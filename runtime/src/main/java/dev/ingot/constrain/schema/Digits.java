package dev.ingot.constrain.schema;

import static dev.ingot.constrain.grammar.Expr.choice;
import static dev.ingot.constrain.grammar.Expr.range;
import static dev.ingot.constrain.grammar.Expr.repeat;
import static dev.ingot.constrain.grammar.Expr.sequence;

import dev.ingot.constrain.grammar.Expr;
import java.math.BigInteger;
import java.util.ArrayList;

/** Whole numbers from 0 on between two others, digit by digit. */
final class Digits {

    private Digits() {}

    /** Numbers without leading zeros; none if they do not rise. */
    static Expr between(final BigInteger low, final BigInteger high) {
        if (low.compareTo(high) > 0) {
            return Expr.NEVER;
        }
        final String from = low.toString();
        final String to = high.toString();
        final var options = new ArrayList<Expr>();
        for (int length = from.length(); length <= to.length(); length++) {
            final String least = length == 1 ? "0" : "1" + "0".repeat(length - 1);
            options.add(same(length == from.length() ? from : least,
                    length == to.length() ? to : "9".repeat(length)));
        }
        return choice(options);
    }

    /** Numbers of one length. */
    private static Expr same(final String low, final String high) {
        if (low.isEmpty()) {
            return Expr.EMPTY;
        }
        if (low.matches("0*") && high.matches("9*")) {
            return repeat(range('0', '9'), low.length(), low.length());
        }
        final char from = low.charAt(0);
        final char to = high.charAt(0);
        if (from == to) {
            return sequence(range(from, from), same(low.substring(1), high.substring(1)));
        }
        final int rest = low.length() - 1;
        return choice(sequence(range(from, from), same(low.substring(1), "9".repeat(rest))),
                from + 1 < to
                        ? sequence(range(from + 1, to - 1), repeat(range('0', '9'), rest, rest))
                        : Expr.NEVER,
                sequence(range(to, to), same("0".repeat(rest), high.substring(1))));
    }
}
