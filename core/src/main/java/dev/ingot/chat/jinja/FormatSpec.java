package dev.ingot.chat.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * How one value is formatted, as both {@code %} and {@code str.format} describe it.
 *
 * @param fill      what it is padded with
 * @param align     {@code <}, {@code >}, {@code ^}, {@code =}, or 0 for that of the type
 * @param sign      {@code +}, blank or {@code -}
 * @param alternate whether integers get their prefix
 * @param width     least number of characters
 * @param grouping  separator of thousands, or 0
 * @param precision digits or characters, or -1
 * @param type      the conversion, or 0
 */
record FormatSpec(int fill, char align, char sign, boolean alternate, int width, char grouping, int precision,
        char type) {

    /** Doubles have no more digits than this behind the point. */
    private static final int MAX_PRECISION = 1100;

    /** Formats a string. */
    void string(final String text, final Text out) {
        final String shown = precision >= 0 && precision < text.codePointCount(0, text.length())
                ? text.substring(0, text.offsetByCodePoints(0, precision))
                : text;
        pad("", shown, '<', out);
    }

    /** Formats an integer in its base. */
    void integer(final BigInteger value, final Text out) {
        final String prefix = switch (type) {
            case 'x', 'X', 'o', 'b' -> alternate ? "0" + type : "";
            default -> "";
        };
        final int base = switch (type) {
            case 'x', 'X' -> 16;
            case 'o' -> 8;
            case 'b' -> 2;
            default -> 10;
        };
        final String digits = value.abs().toString(base);
        final String text = "0".repeat(Math.clamp((long) precision - digits.length(), 0, MAX_PRECISION))
                + (type == 'X' ? digits.toUpperCase(Locale.ROOT) : digits);
        pad(signOf(value.signum() < 0) + prefix, group(text), '>', out);
    }

    /** Formats a floating-point number. */
    void real(final double value, final Text out) {
        final boolean negative = Double.doubleToRawLongBits(value) < 0 && !Double.isNaN(value);
        final String text = magnitude(Math.abs(type == '%' ? value * 100 : value));
        final String cased = Character.isUpperCase(type) ? text.toUpperCase(Locale.ROOT) : text;
        pad(signOf(negative), group(cased) + (type == '%' ? "%" : ""), '>', out);
    }

    private String magnitude(final double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.isNaN(value) ? "nan" : "inf";
        }
        final int places = Math.min(precision < 0 ? 6 : precision, MAX_PRECISION);
        return switch (Character.toLowerCase(type)) {
            case 'f', '%' -> fixed(value, places);
            case 'e' -> scientific(value, places);
            case 'g', 'n' -> general(value, Math.max(1, places));
            default -> precision < 0 ? FloatText.repr(value) : general(value, Math.max(1, places));
        };
    }

    /** Returns a number with a fixed count of decimal places, rounded correctly. */
    static String fixed(final double value, final int places) {
        return new BigDecimal(value).setScale(places, RoundingMode.HALF_EVEN).toPlainString();
    }

    private static String scientific(final double value, final int places) {
        final BigDecimal rounded = new BigDecimal(value)
                .round(new MathContext(places + 1, RoundingMode.HALF_EVEN));
        final String digits = rounded.signum() == 0
                ? "0".repeat(places + 1)
                : rounded.unscaledValue().toString();
        final int exponent = rounded.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
        final String all = digits + "0".repeat(Math.max(0, places + 1 - digits.length()));
        return all.charAt(0) + (places > 0 ? "." + all.substring(1, places + 1) : "")
                + FloatText.exponent(exponent);
    }

    private static String general(final double value, final int digits) {
        if (value == 0) {
            return "0";
        }
        final BigDecimal rounded = new BigDecimal(value)
                .round(new MathContext(digits, RoundingMode.HALF_EVEN));
        final int exponent = rounded.precision() - rounded.scale() - 1;
        final BigDecimal shortest = rounded.stripTrailingZeros();
        return exponent < -4 || exponent >= digits
                ? scientific(value, shortest.precision() - 1)
                : shortest.toPlainString();
    }

    private String signOf(final boolean negative) {
        return negative ? "-" : sign == '-' || sign == 0 ? "" : String.valueOf(sign);
    }

    private String group(final String digits) {
        if (grouping == 0) {
            return digits;
        }
        final int end = digits.indexOf('.') < 0 ? digits.length() : digits.indexOf('.');
        final var out = new StringBuilder(digits);
        for (int i = end - 3; i > 0; i -= 3) {
            out.insert(i, grouping);
        }
        return out.toString();
    }

    private void pad(final String signs, final String text, final char otherwise, final Text out) {
        final long blanks = Math.max(0,
                (long) width - signs.length() - text.codePointCount(0, text.length()));
        final long left = switch (align == 0 ? otherwise : align) {
            case '>', '=' -> blanks;
            case '^' -> blanks / 2;
            default -> 0;
        };
        final String filler = Character.toString(fill);
        final boolean inside = align == '=';
        out.append(inside ? signs : "").repeat(filler, left).append(inside ? "" : signs).append(text)
                .repeat(filler, blanks - left);
    }
}
