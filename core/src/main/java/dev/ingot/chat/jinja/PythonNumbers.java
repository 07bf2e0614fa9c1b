package dev.ingot.chat.jinja;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads numbers from text as Python's {@code int()} and {@code float()} do. */
final class PythonNumbers {

    /** Python refuses longer texts too. */
    private static final int MAX_DIGITS = 4300;
    private static final Pattern FLOAT = Pattern.compile(
            "[+-]?(?:\\d++(?:_\\d++)*+\\.?+(?:\\d++(?:_\\d++)*+)?|\\.\\d++(?:_\\d++)*+)(?:e[+-]?\\d++(?:_\\d++)*+)?");
    private static final Pattern DIGITS = Pattern.compile("[0-9a-z]++(?:_[0-9a-z]++)*+");

    private PythonNumbers() {}

    static Optional<BigInteger> parseInt(final String text, final int base) {
        String digits = normalize(text);
        if (digits.length() > MAX_DIGITS) {
            return Optional.empty();
        }
        final boolean negative = digits.startsWith("-");
        digits = negative || digits.startsWith("+") ? digits.substring(1) : digits;
        final String prefix = switch (base) {
            case 2 -> "0b";
            case 8 -> "0o";
            case 16 -> "0x";
            default -> " ";
        };
        digits = digits.startsWith(prefix) ? digits.substring(2) : digits;
        if (!DIGITS.matcher(digits).matches() || base < Character.MIN_RADIX || base > Character.MAX_RADIX) {
            return Optional.empty();
        }
        try {
            final var value = new BigInteger(digits.replace("_", ""), base);
            return Optional.of(negative ? value.negate() : value);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Removes blanks, and makes letters lower case and the digits of all scripts plain. */
    private static String normalize(final String text) {
        final String stripped = Characters.strip(text, Characters::isSpace, true, true);
        final int[] plain = stripped.codePoints()
                .map(c -> Character.isDigit(c) ? '0' + Character.digit(c, 10) : c).toArray();
        return new String(plain, 0, plain.length).toLowerCase(Locale.ROOT);
    }

    static Optional<Double> parseFloat(final String text) {
        final String number = normalize(text);
        if (number.length() <= MAX_DIGITS && FLOAT.matcher(number).matches()) {
            return Optional.of(Double.parseDouble(number.replace("_", "")));
        }
        return switch (number) {
            case "inf", "+inf", "infinity", "+infinity" -> Optional.of(Double.POSITIVE_INFINITY);
            case "-inf", "-infinity" -> Optional.of(Double.NEGATIVE_INFINITY);
            case "nan", "+nan", "-nan" -> Optional.of(Double.NaN);
            default -> Optional.empty();
        };
    }
}
