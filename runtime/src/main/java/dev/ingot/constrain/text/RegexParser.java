package dev.ingot.constrain.text;

import dev.ingot.constrain.grammar.CodePoints;
import dev.ingot.constrain.grammar.Effort;
import dev.ingot.constrain.grammar.Expr;
import dev.ingot.constrain.grammar.Grammar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads regular expressions in the notation that Java, JavaScript and Python share: characters, {@code .}, classes in
 * brackets, {@code \d \w \s \D \W \S} (ASCII), {@code \p{..}} with general categories, escapes, groups, {@code |}, and
 * quantifiers, greedy or reluctant, which makes no difference to what fits. {@code ^} and {@code $} may stand at the ends
 * of the outermost alternatives, and {@code (?i)} and {@code (?s)} at the beginning.
 * What looks around or back is refused, as it has no automaton: look-ahead and look-behind, back references, word borders,
 * possessive quantifiers, atomic groups.
 */
public final class RegexParser {

    private static final String KIND = "regular expression";
    private static final int MOST_DEEP = 100;
    private static final CodePoints ANY = CodePoints.of("\n\r\u0085\u2028\u2029").negate();

    private final Cursor cursor;
    private final RegexFlags flags;
    private final ClassParser classes;
    private final Function<CodePoints, Expr> spelling;
    private final Map<CodePoints, Expr> spelled = new HashMap<>();
    private int depth;

    private RegexParser(final String kind, final String pattern, final RegexFlags flags,
            final Function<CodePoints, Expr> spelling) {
        cursor = new Cursor(kind, pattern);
        this.flags = flags.leading(cursor);
        classes = new ClassParser(cursor, this.flags);
        this.spelling = spelling;
    }

    /**
     * Reads an expression that all of a text must match.
     *
     * @param pattern the expression
     * @return its grammar
     */
    public static Grammar grammar(final String pattern) {
        return Grammar.of(KIND, whole(KIND, pattern, RegexFlags.PLAIN, CodePoints::utf8));
    }

    /**
     * Reads an expression that all of a text must match.
     *
     * @param kind     what it is called in messages
     * @param pattern  the expression
     * @param flags    how it is to be read
     * @param spelling how characters are written
     * @return what matches
     */
    public static Expr whole(final String kind, final String pattern, final RegexFlags flags,
            final Function<CodePoints, Expr> spelling) {
        return new RegexParser(kind, pattern, flags, spelling).anchored(Expr.EMPTY);
    }

    /**
     * Reads an expression for a part of a text, without anchors.
     *
     * @param kind    what it is called in messages
     * @param pattern the expression
     * @param flags   how it is to be read
     * @return what matches
     */
    static Expr part(final String kind, final String pattern, final RegexFlags flags) {
        final var parser = new RegexParser(kind, pattern, flags, CodePoints::utf8);
        final Expr result = parser.alternatives();
        parser.expectEnd();
        return result;
    }

    /**
     * Reads an expression that a text must contain, as JSON schemas mean it; only anchors bind it to the ends.
     *
     * @param kind     what it is called in messages
     * @param pattern  the expression
     * @param spelling how characters are written
     * @return texts with a match somewhere
     */
    public static Expr contained(final String kind, final String pattern,
            final Function<CodePoints, Expr> spelling) {
        return new RegexParser(kind, pattern, RegexFlags.ECMA, spelling)
                .anchored(Expr.repeat(spelling.apply(CodePoints.ALL), 0, Expr.UNBOUNDED));
    }

    /** Reads all of it; where no anchor is, something else may come before and after. */
    private Expr anchored(final Expr around) {
        final var options = new ArrayList<Expr>();
        do {
            final boolean begins = cursor.skip("^");
            final Expr body = sequence();
            final boolean ends = skipEnd();
            options.add(Expr.sequence(begins ? Expr.EMPTY : around, body, ends ? Expr.EMPTY : around));
        } while (cursor.skip("|"));
        expectEnd();
        return Expr.choice(options);
    }

    private boolean skipEnd() {
        final int position = cursor.position();
        final boolean found = cursor.skip("$");
        if (found && !cursor.atEnd() && cursor.peek() != '|') {
            cursor.back(position);
            throw cursor.fault("$ is supported at the end only");
        }
        return found;
    }

    private void expectEnd() {
        if (!cursor.atEnd()) {
            throw cursor.fault("expected the end, found " + cursor.found());
        }
    }

    private Expr alternatives() {
        final var options = new ArrayList<Expr>();
        do {
            options.add(sequence());
        } while (cursor.skip("|"));
        return Expr.choice(options);
    }

    private Expr sequence() {
        final var parts = new ArrayList<Expr>();
        while (!cursor.atEnd() && cursor.peek() != '|' && cursor.peek() != ')' && cursor.peek() != '$') {
            Expr part = atom();
            if (Quantifier.isNext(cursor)) {
                part = Quantifier.apply(cursor, part);
                cursor.skip("?");
                if (Quantifier.isNext(cursor)) {
                    throw cursor
                            .fault("expected no second quantifier (possessive ones are not supported), found "
                                    + cursor.found());
                }
            }
            parts.add(part);
        }
        return Expr.sequence(parts);
    }

    private Expr atom() {
        Effort.look();
        return switch (cursor.peek()) {
            case '(' -> group();
            case '.' -> {
                cursor.next();
                yield spelled(flags.dotAll() ? CodePoints.ALL : ANY);
            }
            case '^' -> throw cursor.fault("^ is supported at the beginning only");
            case '*', '+', '?', '{' -> throw cursor.fault("a quantifier without anything before it");
            default -> spelled(classes.next());
        };
    }

    /** A large class takes its time, so that one that comes again is not spelled again. */
    private Expr spelled(final CodePoints set) {
        return spelled.computeIfAbsent(set, spelling);
    }

    private Expr group() {
        cursor.expect("(");
        if (cursor.skip("?") && !cursor.skip(":")) {
            name();
        }
        if (++depth > MOST_DEEP) {
            throw cursor.fault("groups are nested more than " + MOST_DEEP + " deep");
        }
        final Expr inner = alternatives();
        depth--;
        cursor.expect(")");
        return inner;
    }

    /** Names of groups mean nothing here; all else that begins so is refused. */
    private void name() {
        cursor.skip("P");
        if (!cursor.startsWith("<") || cursor.startsWith("<=") || cursor.startsWith("<!")) {
            throw cursor
                    .fault("look-ahead, look-behind, atomic groups and flags other than (?i) and (?s) at the"
                            + " beginning are not supported");
        }
        while (cursor.next() != '>') {
            if (cursor.atEnd()) {
                throw cursor.fault("expected > after the name of a group");
            }
        }
    }
}
