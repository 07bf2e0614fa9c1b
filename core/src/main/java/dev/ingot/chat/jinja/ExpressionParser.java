package dev.ingot.chat.jinja;

import dev.ingot.chat.jinja.Expression.BinaryOperator;
import dev.ingot.chat.jinja.Expression.Comparator;
import dev.ingot.chat.jinja.Expression.UnaryOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Parses expressions, from the weakest operator to the strongest, with the precedence of jinja2: {@code ~} binds
 * tighter than {@code +}, a sign tighter than {@code **}.
 */
final class ExpressionParser {

    private static final Map<String, BinaryOperator> SUMS = Map.of("+", BinaryOperator.ADD, "-",
            BinaryOperator.SUBTRACT);
    private static final Map<String, BinaryOperator> PRODUCTS = Map.of("*", BinaryOperator.MULTIPLY, "/",
            BinaryOperator.DIVIDE, "//", BinaryOperator.FLOOR_DIVIDE, "%", BinaryOperator.MODULO);
    private static final Map<String, Comparator> COMPARATORS = Map.of("==", Comparator.EQUAL, "!=",
            Comparator.NOT_EQUAL, "<", Comparator.LESS, "<=", Comparator.LESS_OR_EQUAL, ">",
            Comparator.GREATER, ">=",
            Comparator.GREATER_OR_EQUAL);

    private final TokenStream tokens;
    private final PostfixParser postfixes;
    private final PrimaryParser primaries;

    ExpressionParser(final TokenStream tokens) {
        this.tokens = tokens;
        this.postfixes = new PostfixParser(tokens, this);
        this.primaries = new PrimaryParser(tokens, this);
    }

    PostfixParser postfixes() {
        return postfixes;
    }

    PrimaryParser primaries() {
        return primaries;
    }

    /** Parses an expression, inline conditions included. */
    Expression expression() {
        tokens.enter();
        final int at = tokens.current().at();
        Expression result = withoutCondition();
        while (tokens.skipName("if")) {
            final Expression condition = withoutCondition();
            final Optional<Expression> otherwise = tokens.skipName("else")
                    ? Optional.of(expression())
                    : Optional.empty();
            result = new Expression.Conditional(at, condition, result, otherwise);
        }
        tokens.leave();
        return result;
    }

    /** Parses an expression at the end of which {@code if} means something else. */
    Expression withoutCondition() {
        Expression left = conjunction();
        while (tokens.atName("or")) {
            final int at = tokens.next().at();
            left = new Expression.Logical(at, false, left, conjunction());
        }
        return left;
    }

    private Expression conjunction() {
        Expression left = negation();
        while (tokens.atName("and")) {
            final int at = tokens.next().at();
            left = new Expression.Logical(at, true, left, negation());
        }
        return left;
    }

    private Expression negation() {
        if (!tokens.atName("not")) {
            return comparison();
        }
        tokens.enter();
        final int at = tokens.next().at();
        final var result = new Expression.Not(at, negation());
        tokens.leave();
        return result;
    }

    private Expression comparison() {
        final int at = tokens.current().at();
        final Expression first = sum();
        final var rest = new ArrayList<Expression.Operand>();
        for (var next = comparator(); next.isPresent(); next = comparator()) {
            rest.add(new Expression.Operand(next.get(), sum()));
        }
        return rest.isEmpty() ? first : new Expression.Comparison(at, first, List.copyOf(rest));
    }

    private Optional<Comparator> comparator() {
        if (tokens.skipName("in")) {
            return Optional.of(Comparator.IN);
        }
        if (tokens.atName("not") && tokens.ahead().isName("in")) {
            tokens.next();
            tokens.next();
            return Optional.of(Comparator.NOT_IN);
        }
        return tokens.takeOperator(COMPARATORS.keySet()).map(COMPARATORS::get);
    }

    private Expression sum() {
        Expression left = concatenation();
        while (true) {
            final int at = tokens.current().at();
            final var operator = tokens.takeOperator(SUMS.keySet()).map(SUMS::get);
            if (operator.isEmpty()) {
                return left;
            }
            left = new Expression.Binary(at, operator.get(), left, concatenation());
        }
    }

    private Expression concatenation() {
        final int at = tokens.current().at();
        final var parts = new ArrayList<Expression>();
        parts.add(product());
        while (tokens.skipOperator("~")) {
            parts.add(product());
        }
        return parts.size() == 1 ? parts.getFirst() : new Expression.Concatenation(at, List.copyOf(parts));
    }

    private Expression product() {
        Expression left = power();
        while (true) {
            final int at = tokens.current().at();
            final var operator = tokens.takeOperator(PRODUCTS.keySet()).map(PRODUCTS::get);
            if (operator.isEmpty()) {
                return left;
            }
            left = new Expression.Binary(at, operator.get(), left, power());
        }
    }

    private Expression power() {
        Expression left = unary(true);
        while (tokens.atOperator("**")) {
            final int at = tokens.next().at();
            left = new Expression.Binary(at, BinaryOperator.POWER, left, unary(true));
        }
        return left;
    }

    private Expression unary(final boolean withFilters) {
        tokens.enter();
        final int at = tokens.current().at();
        final var sign = tokens.takeOperator(Set.of("-", "+"));
        final Expression operand = sign.isPresent()
                ? new Expression.Unary(at, sign.get().equals("-") ? UnaryOperator.MINUS : UnaryOperator.PLUS,
                        unary(false))
                : primaries.primary();
        final Expression complete = postfixes.postfix(operand);
        final Expression result = withFilters ? postfixes.filtersAndTests(complete) : complete;
        tokens.leave();
        return result;
    }
}
