package dev.ingot.chat.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Optional;

/** Python's arithmetic on numbers: integers of any size, floor division, truth values as 0 and 1. */
final class Numbers {

    private static final int EXACT_BITS = 53;
    private static final MathContext QUOTIENT = new MathContext(60);

    private Numbers() {}

    static boolean isNumber(final Value value) {
        return value instanceof Int || value instanceof Real || value instanceof Bool;
    }

    /** Returns how many machine words a number has, which is what arithmetic with it costs. */
    static int size(final Value number) {
        return number instanceof Int(BigInteger value) ? value.bitLength() / Long.SIZE : 0;
    }

    static Optional<BigInteger> integer(final Value value) {
        return switch (value) {
            case Int i -> Optional.of(i.value());
            case Bool b -> Optional.of(b.number());
            default -> Optional.empty();
        };
    }

    static double real(final Value number) {
        if (number instanceof Real(double value)) {
            return value;
        }
        final double value = integer(number).orElseThrow().doubleValue();
        if (Double.isInfinite(value)) {
            throw new Fault("int too large to convert to float");
        }
        return value;
    }

    static BigInteger truncate(final double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new Fault("cannot convert float " + FloatText.repr(value) + " to integer");
        }
        return new BigDecimal(value).toBigInteger();
    }

    static Value add(final Value a, final Value b) {
        return bothIntegers(a, b)
                ? new Int(whole(a).add(whole(b)))
                : new Real(real(a) + real(b));
    }

    static Value subtract(final Value a, final Value b) {
        return bothIntegers(a, b)
                ? new Int(whole(a).subtract(whole(b)))
                : new Real(real(a) - real(b));
    }

    static Value multiply(final Value a, final Value b) {
        return bothIntegers(a, b)
                ? new Int(whole(a).multiply(whole(b)))
                : new Real(real(a) * real(b));
    }

    static Value divide(final Value a, final Value b) {
        requireNotZero(b);
        if (bothIntegers(a, b) && Math.max(whole(a).bitLength(), whole(b).bitLength()) > EXACT_BITS) {
            final var quotient = new BigDecimal(whole(a)).divide(new BigDecimal(whole(b)), QUOTIENT);
            return new Real(quotient.doubleValue());
        }
        return new Real(real(a) / real(b));
    }

    static Value floorDivide(final Value a, final Value b) {
        requireNotZero(b);
        if (!bothIntegers(a, b)) {
            return new Real(floorQuotient(real(a), real(b)));
        }
        final BigInteger[] parts = whole(a).divideAndRemainder(whole(b));
        return new Int(
                parts[1].signum() * whole(b).signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0]);
    }

    static Value modulo(final Value a, final Value b) {
        requireNotZero(b);
        if (!bothIntegers(a, b)) {
            return new Real(floorRemainder(real(a), real(b)));
        }
        final BigInteger rest = whole(a).remainder(whole(b));
        return new Int(rest.signum() * whole(b).signum() < 0 ? rest.add(whole(b)) : rest);
    }

    static Value power(final Value a, final Value b) {
        if (bothIntegers(a, b) && whole(b).signum() >= 0) {
            return new Int(power(whole(a), whole(b)));
        }
        final double base = real(a);
        final double exponent = real(b);
        if (base == 0 && exponent < 0) {
            throw new Fault("zero to a negative power");
        }
        final double result = Math.pow(base, exponent);
        if (Double.isNaN(result) && base < 0 && !Double.isNaN(exponent)) {
            throw new Fault("a power that is a complex number");
        }
        if (Double.isInfinite(result) && !Double.isInfinite(base) && !Double.isInfinite(exponent)) {
            throw new Fault("(34, 'Numerical result out of range')");
        }
        return new Real(result);
    }

    private static BigInteger power(final BigInteger base, final BigInteger exponent) {
        if (base.bitLength() <= 1 && base.abs().compareTo(BigInteger.ONE) <= 0) {
            return exponent.signum() == 0 || (base.signum() < 0 && !exponent.testBit(0))
                    ? BigInteger.ONE
                    : base;
        }
        if (exponent.bitLength() > Integer.SIZE / 2
                || (long) base.bitLength() * exponent.intValue() > 2L * Int.MAX_BITS) {
            throw new Fault("integer of more than " + Int.MAX_BITS + " bits");
        }
        return base.pow(exponent.intValue());
    }

    static Value negate(final Value number) {
        return number instanceof Real(double value)
                ? new Real(-value)
                : new Int(whole(number).negate());
    }

    static Value absolute(final Value number) {
        return number instanceof Real(double value)
                ? new Real(Math.abs(value))
                : new Int(whole(number).abs());
    }

    /** Compares exactly, as Python does: an integer is not rounded to a float first. */
    static int compare(final Value a, final Value b) {
        if (bothIntegers(a, b)) {
            return whole(a).compareTo(whole(b));
        }
        final double x = real(a);
        final double y = real(b);
        if (Double.isInfinite(x) || Double.isInfinite(y) || (a instanceof Real && b instanceof Real)) {
            return x < y ? -1 : x > y ? 1 : 0;
        }
        return decimal(a).compareTo(decimal(b));
    }

    static boolean isNaN(final Value value) {
        return value instanceof Real(double number) && Double.isNaN(number);
    }

    private static BigDecimal decimal(final Value number) {
        return number instanceof Real(double value) ? new BigDecimal(value) : new BigDecimal(whole(number));
    }

    private static boolean bothIntegers(final Value a, final Value b) {
        return !(a instanceof Real) && !(b instanceof Real);
    }

    private static BigInteger whole(final Value number) {
        return integer(number).orElseThrow();
    }

    private static void requireNotZero(final Value divisor) {
        if (divisor instanceof Real(double value) ? value == 0 : whole(divisor).signum() == 0) {
            throw new Fault("division by zero");
        }
    }

    private static double floorRemainder(final double a, final double b) {
        final double rest = a % b;
        if (rest == 0) {
            return Math.copySign(0, b);
        }
        return rest < 0 == b < 0 ? rest : rest + b;
    }

    private static double floorQuotient(final double a, final double b) {
        final double rest = a % b;
        final double quotient = (a - rest) / b - (rest != 0 && rest < 0 != b < 0 ? 1 : 0);
        if (quotient == 0) {
            return Math.copySign(0, a / b);
        }
        final double floor = Math.floor(quotient);
        return quotient - floor > 0.5 ? floor + 1 : floor;
    }
}
