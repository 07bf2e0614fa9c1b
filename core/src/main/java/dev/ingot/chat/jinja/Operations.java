package dev.ingot.chat.jinja;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;

/** What Python's operators do with values of any type. */
final class Operations {

    private Operations() {}

    static boolean truth(final Value value) {
        return switch (value) {
            case None ignored -> false;
            case Undefined ignored -> false;
            case Bool b -> b.value();
            case Int i -> i.value().signum() != 0;
            case Real r -> r.value() != 0;
            case Str s -> !s.value().isEmpty();
            default -> {
                final OptionalInt length = length(value);
                yield length.isEmpty() || length.getAsInt() > 0;
            }
        };
    }

    /** Returns {@code len(value)}, or empty when the type has none. */
    static OptionalInt length(final Value value) {
        return switch (value) {
            case Str s -> OptionalInt.of(s.length());
            case Sequence sequence -> OptionalInt.of(sequence.items().size());
            case Dict dict -> OptionalInt.of(dict.size());
            case DictView view -> OptionalInt.of(view.dict().size());
            case Undefined ignored -> OptionalInt.of(0);
            case LoopContext loop -> OptionalInt.of(loop.length());
            default -> OptionalInt.empty();
        };
    }

    static boolean isIterable(final Value value) {
        return switch (value) {
            case Str ignored -> true;
            case Sequence ignored -> true;
            case Dict ignored -> true;
            case DictView ignored -> true;
            case Generator ignored -> true;
            case Undefined ignored -> true;
            default -> false;
        };
    }

    static Iterator<Value> iterator(final Value value) {
        return switch (value) {
            case Str s -> characters(s);
            case Sequence sequence -> sequence.items().iterator();
            case Dict dict -> dict.keys().iterator();
            case DictView view -> view.items().iterator();
            case Generator generator -> generator.iterator();
            case Undefined ignored -> List.<Value>of().iterator();
            default -> throw new Fault("'" + value.typeName() + "' object is not iterable");
        };
    }

    private static Iterator<Value> characters(final Str string) {
        return string.value().codePoints().<Value>mapToObj(c -> new Str(Character.toString(c))).iterator();
    }

    /** Collects the elements of an iterable. */
    static List<Value> elements(final Value value, final Rendering rendering) {
        if (value instanceof Sequence sequence) {
            rendering.budget().work(sequence.items().size());
            return sequence.items();
        }
        final var items = new ArrayList<Value>();
        rendering.iterate(value).forEachRemaining(item -> {
            rendering.budget().elements(1);
            items.add(item);
        });
        return items;
    }

    static Value unary(final Expression.UnaryOperator operator, final Value value) {
        if (value instanceof Undefined undefined) {
            throw undefined.fault();
        }
        if (!Numbers.isNumber(value)) {
            throw new Fault(
                    "bad operand type for unary " + operator.symbol() + ": '" + value.typeName() + "'");
        }
        return operator == Expression.UnaryOperator.MINUS
                ? Numbers.negate(value)
                : Numbers.add(value, Int.of(0));
    }

    static Value binary(final Expression.BinaryOperator operator, final Value a, final Value b,
            final Rendering rendering) {
        if (operator == Expression.BinaryOperator.MODULO && a instanceof Str(String format)) {
            return PercentFormat.format(format, b, rendering);
        }
        if (a instanceof Undefined undefined) {
            throw undefined.fault();
        }
        if (b instanceof Undefined undefined) {
            throw undefined.fault();
        }
        if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
            rendering.budget().work(Numbers.size(a) + Numbers.size(b));
            return arithmetic(operator, a, b);
        }
        return switch (operator) {
            case ADD -> concatenate(a, b, rendering);
            case MULTIPLY -> repeat(a, b, rendering);
            default -> throw unsupported(operator, a, b);
        };
    }

    private static Value arithmetic(final Expression.BinaryOperator operator, final Value a, final Value b) {
        return switch (operator) {
            case ADD -> Numbers.add(a, b);
            case SUBTRACT -> Numbers.subtract(a, b);
            case MULTIPLY -> Numbers.multiply(a, b);
            case DIVIDE -> Numbers.divide(a, b);
            case FLOOR_DIVIDE -> Numbers.floorDivide(a, b);
            case MODULO -> Numbers.modulo(a, b);
            case POWER -> Numbers.power(a, b);
        };
    }

    private static Value concatenate(final Value a, final Value b, final Rendering rendering) {
        if (a instanceof Str(String x) && b instanceof Str(String y)) {
            return rendering.text().append(x).append(y).toStr();
        }
        if ((a instanceof ListValue && b instanceof ListValue)
                || (a instanceof TupleValue && b instanceof TupleValue)) {
            final var items = new ArrayList<>(((Sequence) a).items());
            items.addAll(((Sequence) b).items());
            rendering.budget().elements(items.size());
            return ((Sequence) a).with(items);
        }
        if (a instanceof Str || a instanceof ListValue || a instanceof TupleValue) {
            throw new Fault("can only concatenate " + a.typeName() + " (not \"" + b.typeName() + "\") to "
                    + a.typeName());
        }
        throw unsupported(Expression.BinaryOperator.ADD, a, b);
    }

    private static Value repeat(final Value a, final Value b, final Rendering rendering) {
        if (!isRepeatable(a)) {
            if (isRepeatable(b)) {
                return repeat(b, a, rendering);
            }
            throw unsupported(Expression.BinaryOperator.MULTIPLY, a, b);
        }
        final long times = Math.max(0, Numbers.integer(b).map(i -> new Int(i).clamped()).orElseThrow(
                () -> new Fault("can't multiply sequence by non-int of type '" + b.typeName() + "'")));
        if (a instanceof Str(String text)) {
            return rendering.text().repeat(text, times).toStr();
        }
        final var sequence = (Sequence) a;
        rendering.budget().elements(times * sequence.items().size());
        final var items = new ArrayList<Value>();
        for (long i = 0; i < times && !sequence.items().isEmpty(); i++) {
            items.addAll(sequence.items());
        }
        return sequence.with(items);
    }

    private static boolean isRepeatable(final Value value) {
        return value instanceof Str || value instanceof ListValue || value instanceof TupleValue;
    }

    private static Fault unsupported(final Expression.BinaryOperator operator, final Value a, final Value b) {
        final String symbol = operator == Expression.BinaryOperator.POWER ? "** or pow()" : operator.symbol();
        return new Fault(
                "unsupported operand type(s) for " + symbol + ": '" + a.typeName() + "' and '" + b.typeName()
                        + "'");
    }
}
