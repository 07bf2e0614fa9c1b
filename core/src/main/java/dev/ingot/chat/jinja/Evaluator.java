package dev.ingot.chat.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Computes the values of expressions. */
final class Evaluator {

    private final Rendering rendering;

    Evaluator(final Rendering rendering) {
        this.rendering = rendering;
    }

    Value evaluate(final Expression expression, final Scope scope) {
        final Budget budget = rendering.budget();
        try {
            budget.step();
            budget.enter();
            final Value value = compute(expression, scope);
            budget.leave();
            return value;
        } catch (Fault fault) {
            throw fault.locate(expression.at());
        }
    }

    boolean truth(final Expression expression, final Scope scope) {
        return Operations.truth(evaluate(expression, scope));
    }

    private Value compute(final Expression expression, final Scope scope) {
        return switch (expression) {
            case Expression.Literal literal -> literal.value();
            case Expression.Name name -> scope.get(name.name());
            case Expression.ListLiteral list -> rendering.list(all(list.items(), scope));
            case Expression.TupleLiteral tuple -> new TupleValue(all(tuple.items(), scope));
            case Expression.DictLiteral dict -> dict(dict, scope);
            case Expression.Unary unary ->
                Operations.unary(unary.operator(), evaluate(unary.operand(), scope));
            case Expression.Binary binary -> Operations.binary(binary.operator(),
                    evaluate(binary.left(), scope), evaluate(binary.right(), scope), rendering);
            case Expression.Comparison comparison -> comparison(comparison, scope);
            case Expression.Concatenation concatenation -> concatenation(concatenation, scope);
            case Expression.Not not -> Bool.of(!truth(not.operand(), scope));
            case Expression.Logical logical -> logical(logical, scope);
            case Expression.Conditional conditional -> conditional(conditional, scope);
            case Expression.Attribute attribute ->
                Subscripts.attribute(evaluate(attribute.object(), scope), attribute.name());
            case Expression.Item item ->
                Subscripts.item(evaluate(item.object(), scope), evaluate(item.key(), scope), rendering);
            case Expression.Slice slice -> slice(slice, scope);
            case Expression.Call call -> rendering.call(evaluate(call.callee(), scope),
                    arguments(call.arguments(), scope));
            case Expression.Filter filter -> rendering.filter(filter.name(),
                    evaluate(filter.target(), scope), arguments(filter.arguments(), scope));
            case Expression.Test test -> Bool.of(rendering.test(test.name(),
                    evaluate(test.target(), scope), arguments(test.arguments(), scope)));
        };
    }

    /** Jinja2 computes slices of constants beforehand, and then takes for undefined what is an error elsewhere. */
    private Value slice(final Expression.Slice slice, final Scope scope) {
        final Value object = evaluate(slice.object(), scope);
        final Value start = evaluate(slice.start(), scope);
        final Value stop = evaluate(slice.stop(), scope);
        final Value step = evaluate(slice.step(), scope);
        return isConstant(slice.object()) && !Subscripts.isSlice(object, start, stop, step)
                ? Undefined.of(object, None.NONE)
                : Subscripts.slice(object, start, stop, step, rendering);
    }

    private static boolean isConstant(final Expression expression) {
        return switch (expression) {
            case Expression.Literal ignored -> true;
            case Expression.ListLiteral list -> list.items().stream().allMatch(Evaluator::isConstant);
            case Expression.TupleLiteral tuple -> tuple.items().stream().allMatch(Evaluator::isConstant);
            default -> false;
        };
    }

    private List<Value> all(final List<Expression> expressions, final Scope scope) {
        final var values = new ArrayList<Value>(expressions.size());
        for (final Expression expression : expressions) {
            values.add(evaluate(expression, scope));
        }
        return values;
    }

    private Dict dict(final Expression.DictLiteral literal, final Scope scope) {
        final var dict = new Dict.Builder();
        for (final Expression.Pair pair : literal.pairs()) {
            dict.put(evaluate(pair.key(), scope), evaluate(pair.value(), scope));
        }
        rendering.budget().elements(literal.pairs().size());
        return dict.build();
    }

    private Value comparison(final Expression.Comparison comparison, final Scope scope) {
        Value left = evaluate(comparison.first(), scope);
        for (final Expression.Operand operand : comparison.rest()) {
            final Value right = evaluate(operand.expression(), scope);
            if (!Comparison.compare(operand.comparator(), left, right, rendering)) {
                return Bool.FALSE;
            }
            left = right;
        }
        return Bool.TRUE;
    }

    private Str concatenation(final Expression.Concatenation concatenation, final Scope scope) {
        final Text text = rendering.text();
        for (final Expression part : concatenation.parts()) {
            Repr.str(evaluate(part, scope), rendering, text);
        }
        return text.toStr();
    }

    private Value logical(final Expression.Logical logical, final Scope scope) {
        final Value left = evaluate(logical.left(), scope);
        return Operations.truth(left) == logical.all() ? evaluate(logical.right(), scope) : left;
    }

    private Value conditional(final Expression.Conditional conditional, final Scope scope) {
        if (truth(conditional.condition(), scope)) {
            return evaluate(conditional.then(), scope);
        }
        return conditional.otherwise().isPresent()
                ? evaluate(conditional.otherwise().get(), scope)
                : new Undefined(
                        "the inline if-expression evaluated to false and no else section was defined.");
    }

    /** Evaluates what a call is given. */
    Arguments arguments(final Expression.CallArguments given, final Scope scope) {
        if (given.equals(Expression.CallArguments.NONE)) {
            return Arguments.NONE;
        }
        final List<Value> positional = all(given.positional(), scope);
        final var named = new LinkedHashMap<String, Value>();
        given.named().forEach((name, expression) -> named.put(name, evaluate(expression, scope)));
        given.spread().ifPresent(e -> positional.addAll(Operations.elements(evaluate(e, scope), rendering)));
        given.spreadMap().ifPresent(e -> spread(evaluate(e, scope), named));
        return new Arguments(positional, named);
    }

    private static void spread(final Value value, final Map<String, Value> named) {
        if (!(value instanceof Dict dict)) {
            throw new Fault("argument after ** must be a mapping, not " + value.typeName());
        }
        for (final Dict.Entry entry : dict.entries()) {
            if (!(entry.key() instanceof Str(String name))) {
                throw new Fault("keywords must be strings");
            }
            if (named.put(name, entry.value()) != null) {
                throw new Fault("got multiple values for keyword argument '" + name + "'");
            }
        }
    }
}
