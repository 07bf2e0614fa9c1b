package dev.ingot.chat.jinja;

import java.math.BigDecimal;
import java.math.MathContext;

/** Writes floating-point numbers as Python does. */
final class FloatText {

    /** Python turns to an exponent from here on ... */
    private static final int MAX_PLAIN_EXPONENT = 16;
    /** ... and below here. */
    private static final int MIN_PLAIN_EXPONENT = -4;

    private FloatText() {}

    /** Returns the shortest text that reads back as the same number. */
    static String repr(final double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value < 0 ? "-inf" : "inf";
        }
        final String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
        if (value == 0) {
            return sign + "0.0";
        }
        final BigDecimal shortest = shortest(Math.abs(value));
        final String digits = shortest.unscaledValue().toString();
        final int exponent = digits.length() - 1 - shortest.scale();
        return sign + (exponent < MIN_PLAIN_EXPONENT || exponent >= MAX_PLAIN_EXPONENT
                ? mantissa(digits) + exponent(exponent)
                : plain(shortest));
    }

    /** Returns what Java prints, which has two digits at least, even where one is enough: 5e-324. */
    private static BigDecimal shortest(final double value) {
        final BigDecimal printed = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        final BigDecimal oneDigit = printed.round(new MathContext(1));
        return oneDigit.doubleValue() == value ? oneDigit : printed;
    }

    private static String plain(final BigDecimal value) {
        final String text = value.toPlainString();
        return text.indexOf('.') < 0 ? text + ".0" : text;
    }

    private static String mantissa(final String digits) {
        return digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    }

    /** Returns an exponent of at least two digits, with its sign: {@code e+16}. */
    static String exponent(final int exponent) {
        final int size = Math.abs(exponent);
        return (exponent < 0 ? "e-" : "e+") + (size < 10 ? "0" : "") + size;
    }
}
