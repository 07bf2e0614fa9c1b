package dev.ingot.chat.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Parses what follows a value: attributes, subscripts, calls, filters and tests. */
final class PostfixParser {

    private static final Expression NOTHING = new Expression.Literal(0, None.NONE);

    private final TokenStream tokens;
    private final ExpressionParser expressions;

    PostfixParser(final TokenStream tokens, final ExpressionParser expressions) {
        this.tokens = tokens;
        this.expressions = expressions;
    }

    /** Attributes, subscripts and calls. */
    Expression postfix(final Expression start) {
        Expression result = start;
        while (true) {
            final int at = tokens.current().at();
            if (tokens.skipOperator(".")) {
                result = dotted(at, result);
            } else if (tokens.skipOperator("[")) {
                result = subscript(at, result);
            } else if (tokens.atOperator("(")) {
                result = new Expression.Call(at, result, callArguments());
            } else {
                return result;
            }
        }
    }

    /** Filters and tests, and calls of their results. */
    Expression filtersAndTests(final Expression start) {
        Expression result = start;
        while (true) {
            final int at = tokens.current().at();
            if (tokens.atOperator("|")) {
                result = filter(result);
            } else if (tokens.skipName("is")) {
                result = test(at, result);
            } else if (tokens.atOperator("(")) {
                result = new Expression.Call(at, result, callArguments());
            } else {
                return result;
            }
        }
    }

    /** One filter, with the bar before it. */
    private Expression filter(final Expression target) {
        tokens.expectOperator("|");
        return filterName(target);
    }

    /** A chain of filters that takes the text of a block; the first has no bar before it. */
    Expression blockFilter() {
        return chain(filterName(blockText()));
    }

    /** A chain of filters behind the target of a {@code set} block, if there is one. */
    Optional<Expression> setFilter() {
        return tokens.atOperator("|") ? Optional.of(chain(filter(blockText()))) : Optional.empty();
    }

    private Expression blockText() {
        return new Expression.Name(tokens.current().at(), Expression.Name.BLOCK_TEXT);
    }

    private Expression chain(final Expression first) {
        Expression result = first;
        while (tokens.atOperator("|")) {
            result = filter(result);
        }
        return result;
    }

    private Expression filterName(final Expression target) {
        final int at = tokens.current().at();
        final String name = dottedName();
        final var arguments = tokens.atOperator("(") ? callArguments() : Expression.CallArguments.NONE;
        return new Expression.Filter(at, target, name, arguments);
    }

    private String dottedName() {
        final var name = new StringBuilder(tokens.expect(Token.Type.NAME).text());
        while (tokens.skipOperator(".")) {
            name.append('.').append(tokens.expect(Token.Type.NAME).text());
        }
        return name.toString();
    }

    private Expression test(final int at, final Expression target) {
        final boolean negated = tokens.skipName("not");
        final String name = dottedName();
        final var test = new Expression.Test(at, target, name, testArguments());
        return negated ? new Expression.Not(at, test) : test;
    }

    private Expression.CallArguments testArguments() {
        if (tokens.atOperator("(")) {
            return callArguments();
        }
        if (!startsArgument()) {
            return Expression.CallArguments.NONE;
        }
        if (tokens.atName("is")) {
            throw tokens.fault("You cannot chain multiple tests with is");
        }
        final Expression argument = postfix(expressions.primaries().primary());
        return Expression.CallArguments.of(List.of(argument));
    }

    private boolean startsArgument() {
        return switch (tokens.current().type()) {
            case NAME -> !tokens.atName("else") && !tokens.atName("or") && !tokens.atName("and");
            case STRING, INTEGER, FLOAT -> true;
            case OPERATOR -> tokens.atOperator("[") || tokens.atOperator("{");
            default -> false;
        };
    }

    private Expression dotted(final int at, final Expression object) {
        final Token token = tokens.current();
        if (token.type() == Token.Type.NAME) {
            return new Expression.Attribute(at, object, tokens.next().text());
        }
        if (token.type() == Token.Type.INTEGER) {
            return new Expression.Item(at, object, expressions.primaries().primary());
        }
        throw tokens.fault("expected name or number");
    }

    private Expression subscript(final int at, final Expression object) {
        final var keys = new ArrayList<Expression>();
        while (!tokens.atOperator("]")) {
            if (!keys.isEmpty()) {
                tokens.expectOperator(",");
            }
            final Optional<Expression> start = tokens.atOperator(":")
                    ? Optional.empty()
                    : Optional.of(expressions.expression());
            if (tokens.atOperator(":")) {
                return slice(at, object, start.orElse(NOTHING));
            }
            keys.add(start.orElseThrow());
        }
        tokens.expectOperator("]");
        if (keys.isEmpty()) {
            throw tokens.fault("expected subscript expression");
        }
        return new Expression.Item(at, object, keys.size() == 1
                ? keys.getFirst()
                : new Expression.TupleLiteral(at, List.copyOf(keys)));
    }

    private Expression slice(final int at, final Expression object, final Expression start) {
        tokens.expectOperator(":");
        final Expression stop = sliceBound();
        final Expression step = tokens.skipOperator(":") ? sliceBound() : NOTHING;
        tokens.expectOperator("]");
        return new Expression.Slice(at, object, start, stop, step);
    }

    private Expression sliceBound() {
        return tokens.atOperator(":") || tokens.atOperator("]") ? NOTHING : expressions.expression();
    }

    /** Arguments in parentheses. */
    Expression.CallArguments callArguments() {
        tokens.expectOperator("(");
        final var positional = new ArrayList<Expression>();
        final var named = new LinkedHashMap<String, Expression>();
        Optional<Expression> spread = Optional.empty();
        Optional<Expression> spreadMap = Optional.empty();
        boolean comma = true;
        while (!tokens.atOperator(")")) {
            if (!comma) {
                tokens.expectOperator(",");
                if (tokens.atOperator(")")) {
                    break;
                }
            }
            comma = false;
            if (tokens.atOperator("*")) {
                require(spread.isEmpty() && spreadMap.isEmpty());
                tokens.next();
                spread = Optional.of(expressions.expression());
            } else if (tokens.atOperator("**")) {
                require(spreadMap.isEmpty());
                tokens.next();
                spreadMap = Optional.of(expressions.expression());
            } else if (tokens.at(Token.Type.NAME) && tokens.ahead().isOperator("=")) {
                require(spreadMap.isEmpty());
                final String name = tokens.next().text();
                tokens.next();
                require(named.put(name, expressions.expression()) == null);
            } else {
                require(named.isEmpty() && spread.isEmpty() && spreadMap.isEmpty());
                positional.add(expressions.expression());
            }
        }
        tokens.expectOperator(")");
        return new Expression.CallArguments(List.copyOf(positional), Collections.unmodifiableMap(named),
                spread, spreadMap);
    }

    private void require(final boolean inOrder) {
        if (!inOrder) {
            throw tokens.fault("invalid syntax for function call expression");
        }
    }
}
