package dev.ingot.chat.jinja;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Parses names, literals, lists, dicts and what stands in parentheses. */
final class PrimaryParser {

    private static final int MAX_DIGITS = 4300;

    private final TokenStream tokens;
    private final ExpressionParser expressions;

    PrimaryParser(final TokenStream tokens, final ExpressionParser expressions) {
        this.tokens = tokens;
        this.expressions = expressions;
    }

    Expression primary() {
        final Token token = tokens.current();
        return switch (token.type()) {
            case NAME -> name(tokens.next());
            case STRING -> new Expression.Literal(token.at(), strings());
            case INTEGER -> new Expression.Literal(token.at(), integer(tokens.next()));
            case FLOAT -> new Expression.Literal(token.at(),
                    new Real(Double.parseDouble(tokens.next().text().replace("_", ""))));
            case OPERATOR -> switch (token.text()) {
                case "(" -> parentheses();
                case "[" -> list();
                case "{" -> dict();
                default -> throw unexpected(token);
            };
            default -> throw unexpected(token);
        };
    }

    private Fault unexpected(final Token token) {
        return tokens.fault("unexpected " + Repr.quoted(token.describe()));
    }

    private Expression name(final Token token) {
        return switch (token.text()) {
            case "true", "True" -> new Expression.Literal(token.at(), Bool.TRUE);
            case "false", "False" -> new Expression.Literal(token.at(), Bool.FALSE);
            case "none", "None" -> new Expression.Literal(token.at(), None.NONE);
            default -> {
                tokens.mention(token.text());
                yield new Expression.Name(token.at(), token.text());
            }
        };
    }

    /** Adjacent string literals are one string. */
    private Str strings() {
        final var text = new StringBuilder();
        while (tokens.at(Token.Type.STRING)) {
            text.append(tokens.next().text());
        }
        return new Str(text.toString());
    }

    private static Int integer(final Token token) {
        final String digits = token.text().replace("_", "").toLowerCase(Locale.ROOT);
        if (digits.length() > MAX_DIGITS) {
            throw new Fault("Exceeds the limit (" + MAX_DIGITS + " digits) for integer string conversion",
                    token.at());
        }
        final BigInteger value = switch (digits.length() > 1 ? digits.charAt(1) : '0') {
            case 'x' -> new BigInteger(digits.substring(2), 16);
            case 'o' -> new BigInteger(digits.substring(2), 8);
            case 'b' -> new BigInteger(digits.substring(2), 2);
            default -> new BigInteger(digits);
        };
        return new Int(value);
    }

    private Expression parentheses() {
        tokens.expectOperator("(");
        final Expression inner = tuple(true, true);
        tokens.expectOperator(")");
        return inner;
    }

    /**
     * Parses expressions between commas; one without a comma is just itself.
     *
     * @param conditions whether they may have inline conditions; those of a {@code for} may not
     * @param mayBeEmpty whether no expression at all is the empty tuple
     */
    Expression tuple(final boolean conditions, final boolean mayBeEmpty) {
        final int at = tokens.current().at();
        final var items = new ArrayList<Expression>();
        boolean comma = false;
        while (!endsTuple(conditions)) {
            items.add(conditions ? expressions.expression() : expressions.withoutCondition());
            if (!tokens.skipOperator(",")) {
                break;
            }
            comma = true;
        }
        if (items.isEmpty() && !mayBeEmpty) {
            throw tokens.fault("Expected an expression, got " + Repr.quoted(tokens.current().describe()));
        }
        return items.size() == 1 && !comma
                ? items.getFirst()
                : new Expression.TupleLiteral(at, List.copyOf(items));
    }

    private boolean endsTuple(final boolean conditions) {
        return tokens.at(Token.Type.VARIABLE_END) || tokens.at(Token.Type.BLOCK_END) || tokens.atOperator(")")
                || (!conditions && tokens.atName("recursive"));
    }

    private Expression list() {
        final int at = tokens.next().at();
        final var items = new ArrayList<Expression>();
        while (!tokens.atOperator("]")) {
            if (!items.isEmpty()) {
                tokens.expectOperator(",");
            }
            if (!tokens.atOperator("]")) {
                items.add(expressions.expression());
            }
        }
        tokens.expectOperator("]");
        return new Expression.ListLiteral(at, List.copyOf(items));
    }

    private Expression dict() {
        final int at = tokens.next().at();
        final var pairs = new ArrayList<Expression.Pair>();
        while (!tokens.atOperator("}")) {
            if (!pairs.isEmpty()) {
                tokens.expectOperator(",");
            }
            if (!tokens.atOperator("}")) {
                final Expression key = expressions.expression();
                tokens.expectOperator(":");
                pairs.add(new Expression.Pair(key, expressions.expression()));
            }
        }
        tokens.expectOperator("}");
        return new Expression.DictLiteral(at, List.copyOf(pairs));
    }
}
