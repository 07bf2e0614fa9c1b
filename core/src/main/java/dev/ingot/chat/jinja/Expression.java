package dev.ingot.chat.jinja;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Something that has a value. {@code at} is its offset in the template. */
sealed interface Expression {

    int at();

    record Literal(int at, Value value) implements Expression {}

    record Name(int at, String name) implements Expression {

        /** Names the text of the block a filter stands at; no template can write it. */
        static final String BLOCK_TEXT = "text of the block";
    }

    record ListLiteral(int at, List<Expression> items) implements Expression {}

    record TupleLiteral(int at, List<Expression> items) implements Expression {}

    record DictLiteral(int at, List<Pair> pairs) implements Expression {}

    record Pair(Expression key, Expression value) {}

    record Unary(int at, UnaryOperator operator, Expression operand) implements Expression {}

    record Binary(int at, BinaryOperator operator, Expression left, Expression right) implements Expression {}

    record Comparison(int at, Expression first, List<Operand> rest) implements Expression {}

    record Operand(Comparator comparator, Expression expression) {}

    /** {@code a ~ b ~ c}. */
    record Concatenation(int at, List<Expression> parts) implements Expression {}

    record Not(int at, Expression operand) implements Expression {}

    /** {@code and} when {@code all}, else {@code or}. */
    record Logical(int at, boolean all, Expression left, Expression right) implements Expression {}

    record Conditional(int at, Expression condition, Expression then, Optional<Expression> otherwise)
            implements
                Expression {}

    record Attribute(int at, Expression object, String name) implements Expression {}

    record Item(int at, Expression object, Expression key) implements Expression {}

    record Slice(int at, Expression object, Expression start, Expression stop, Expression step)
            implements
                Expression {}

    record Call(int at, Expression callee, CallArguments arguments) implements Expression {}

    record Filter(int at, Expression target, String name, CallArguments arguments) implements Expression {}

    record Test(int at, Expression target, String name, CallArguments arguments) implements Expression {}

    /**
     * What stands between the parentheses of a call.
     *
     * @param positional plain arguments
     * @param named      arguments with names
     * @param spread     what follows {@code *}
     * @param spreadMap  what follows {@code **}
     */
    record CallArguments(List<Expression> positional, Map<String, Expression> named,
            Optional<Expression> spread,
            Optional<Expression> spreadMap) {

        static final CallArguments NONE = of(List.of());

        static CallArguments of(final List<Expression> positional) {
            return new CallArguments(positional, Map.of(), Optional.empty(), Optional.empty());
        }
    }

    /** Operators before one operand. */
    enum UnaryOperator {
        MINUS("-"), PLUS("+");

        private final String symbol;

        UnaryOperator(final String symbol) {
            this.symbol = symbol;
        }

        String symbol() {
            return symbol;
        }
    }

    /** Operators between two operands. */
    enum BinaryOperator {
        ADD("+"), SUBTRACT("-"), MULTIPLY("*"), DIVIDE("/"), FLOOR_DIVIDE("//"), MODULO("%"), POWER("**");

        private final String symbol;

        BinaryOperator(final String symbol) {
            this.symbol = symbol;
        }

        String symbol() {
            return symbol;
        }
    }

    /** Operators that can be chained. */
    enum Comparator {
        EQUAL("=="), NOT_EQUAL("!="), LESS("<"), LESS_OR_EQUAL("<="), GREATER(">"), GREATER_OR_EQUAL(
                ">="), IN("in"), NOT_IN("not in");

        private final String symbol;

        Comparator(final String symbol) {
            this.symbol = symbol;
        }

        String symbol() {
            return symbol;
        }
    }
}
