package dev.ingot.chat.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;

/** Filters that make and round numbers. */
final class NumberFilters {

    /** Decimal places beyond which a double does not change. */
    private static final int MAX_PLACES = 400;

    private NumberFilters() {}

    static void define(final Library library) {
        library.add("int", "default? base?", NumberFilters::toInt)
                .add("float", "default?", NumberFilters::toFloat)
                .add("abs", "", (r, v, a) -> absolute(v))
                .add("round", "precision? method?", NumberFilters::round);
    }

    private static Value absolute(final Value value) {
        if (!Numbers.isNumber(value)) {
            throw new Fault("bad operand type for abs(): '" + value.typeName() + "'");
        }
        return Numbers.absolute(value);
    }

    private static Value toInt(final Rendering rendering, final Value value, final Bound a) {
        final int base = a.integer(1, 10);
        final Optional<BigInteger> parsed = switch (value) {
            case Undefined undefined -> throw undefined.fault();
            case Str(String text) -> PythonNumbers.parseInt(text, base)
                    .or(() -> PythonNumbers.parseFloat(text).flatMap(NumberFilters::truncated));
            case Real(double number) -> truncated(number);
            default -> Numbers.integer(value);
        };
        return parsed.<Value>map(Int::new).orElseGet(() -> a.find(0).orElse(Int.of(0)));
    }

    private static Optional<BigInteger> truncated(final double value) {
        return Double.isNaN(value) || Double.isInfinite(value)
                ? Optional.empty()
                : Optional.of(Numbers.truncate(value));
    }

    private static Value toFloat(final Rendering rendering, final Value value, final Bound a) {
        final Optional<Double> parsed = switch (value) {
            case Undefined undefined -> throw undefined.fault();
            case Str(String text) -> PythonNumbers.parseFloat(text);
            default -> Numbers.isNumber(value) ? Optional.of(Numbers.real(value)) : Optional.empty();
        };
        return parsed.<Value>map(Real::new).orElseGet(() -> a.find(0).orElse(new Real(0)));
    }

    private static Value round(final Rendering rendering, final Value value, final Bound a) {
        if (!Numbers.isNumber(value)) {
            throw new Fault("type " + value.typeName() + " doesn't define __round__ method");
        }
        final int places = Math.clamp(a.integer(0, 0), -MAX_PLACES, MAX_PLACES);
        final String method = a.string(1, "common");
        return switch (method) {
            case "common" -> common(value, places);
            case "ceil", "floor" -> {
                final double scale = Math.pow(10, places);
                final double scaled = Numbers.real(value) * scale;
                yield new Real((method.equals("ceil") ? Math.ceil(scaled) : Math.floor(scaled)) / scale);
            }
            default -> throw new Fault("method must be common, ceil or floor");
        };
    }

    private static Value common(final Value value, final int places) {
        if (!(value instanceof Real(double number))) {
            final var exact = new BigDecimal(Numbers.integer(value).orElseThrow());
            return new Int(places >= 0
                    ? exact.toBigInteger()
                    : exact.setScale(places, RoundingMode.HALF_EVEN).toBigInteger());
        }
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return value;
        }
        final double rounded = new BigDecimal(number).setScale(places, RoundingMode.HALF_EVEN).doubleValue();
        return new Real(Math.copySign(rounded, number));
    }
}
