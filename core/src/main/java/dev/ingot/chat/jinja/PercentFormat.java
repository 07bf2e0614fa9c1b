package dev.ingot.chat.jinja;

import java.math.BigInteger;
import java.util.List;

/** Formatting with the operator {@code %}. */
final class PercentFormat {

    private static final String FLAGS = "-+ 0#";

    private final String format;
    private final Value arguments;
    private final List<Value> list;
    private final Rendering rendering;
    private final Text out;
    private int position;
    private int used;

    private PercentFormat(final String format, final Value arguments, final Rendering rendering) {
        this.format = format;
        this.arguments = arguments;
        this.list = arguments instanceof TupleValue tuple ? tuple.items() : List.of(arguments);
        this.rendering = rendering;
        this.out = rendering.text();
    }

    static Str format(final String format, final Value arguments, final Rendering rendering) {
        return new PercentFormat(format, arguments, rendering).run();
    }

    private Str run() {
        while (position < format.length()) {
            final int next = format.indexOf('%', position);
            out.append(format.substring(position, next < 0 ? format.length() : next));
            position = next < 0 ? format.length() : next + 1;
            if (next >= 0) {
                directive();
            }
        }
        if (used < list.size() && !(arguments instanceof Dict)) {
            throw new Fault("not all arguments converted during string formatting");
        }
        return out.toStr();
    }

    private char peek() {
        if (position >= format.length()) {
            throw new Fault("incomplete format");
        }
        return format.charAt(position);
    }

    private void directive() {
        final boolean keyed = peek() == '(';
        final Value named = keyed ? named() : None.NONE;
        boolean left = false;
        boolean zero = false;
        boolean alternate = false;
        char sign = '-';
        for (; FLAGS.indexOf(peek()) >= 0; position++) {
            switch (peek()) {
                case '-' -> left = true;
                case '0' -> zero = true;
                case '#' -> alternate = true;
                case '+' -> sign = '+';
                default -> sign = sign == '+' ? '+' : ' ';
            }
        }
        int width = number();
        if (width < 0 && width != -1) {
            left = true;
            width = -width;
        }
        int precision = -1;
        if (peek() == '.') {
            position++;
            precision = Math.max(0, number());
        }
        while (peek() == 'l' || peek() == 'h' || peek() == 'L') {
            position++;
        }
        final char type = format.charAt(position++);
        if (type == '%') {
            out.append('%');
            return;
        }
        final Value value = keyed ? named : next();
        final boolean padded = zero && !left && "diouxXeEfFgG".indexOf(type) >= 0;
        convert(new FormatSpec(padded ? '0' : ' ', padded ? '=' : left ? '<' : '>', sign, alternate, width,
                '\0',
                precision, type == 'i' || type == 'u' ? 'd' : type), value);
    }

    private Value named() {
        final int end = format.indexOf(')', position);
        if (end < 0) {
            throw new Fault("incomplete format key");
        }
        final String key = format.substring(position + 1, end);
        position = end + 1;
        if (!(arguments instanceof Dict dict)) {
            throw new Fault("format requires a mapping");
        }
        final Value found = dict.get(key);
        if (found == null) {
            throw new Fault(Repr.quoted(key));
        }
        return found;
    }

    private int number() {
        if (peek() == '*') {
            position++;
            return integer(next(), "* wants int").intValue();
        }
        final int start = position;
        while (Character.isDigit(peek())) {
            position++;
        }
        if (position - start > 9) {
            throw new Fault("width too big");
        }
        return start == position ? -1 : Integer.parseInt(format, start, position, 10);
    }

    private Value next() {
        if (used >= list.size() || (arguments instanceof Dict && used > 0)) {
            throw new Fault("not enough arguments for format string");
        }
        return list.get(used++);
    }

    private void convert(final FormatSpec spec, final Value value) {
        switch (spec.type()) {
            case 's' -> spec.string(Repr.str(value, rendering), out);
            case 'r', 'a' -> {
                final Text text = rendering.text();
                Repr.repr(value, rendering, text);
                spec.string(text.toString(), out);
            }
            case 'd', 'o', 'x', 'X' -> spec.integer(value instanceof Real(double real) && spec.type() == 'd'
                    ? Numbers.truncate(real)
                    : integer(value, "%" + spec.type() + " format: a real number is required, not "
                            + value.typeName()),
                    out);
            case 'e', 'E', 'f', 'F', 'g', 'G' -> {
                if (!Numbers.isNumber(value)) {
                    throw new Fault("must be real number, not " + value.typeName());
                }
                spec.real(Numbers.real(value), out);
            }
            case 'c' -> character(spec, value);
            default -> throw new Fault("unsupported format character '" + spec.type() + "' (0x"
                    + Integer.toHexString(spec.type()) + ") at index " + (position - 1));
        }
    }

    private void character(final FormatSpec spec, final Value value) {
        if (value instanceof Str string && string.length() == 1) {
            spec.string(string.value(), out);
            return;
        }
        final BigInteger code = integer(value,
                "a character is an int or a string of length 1, not " + value.typeName());
        spec.string(Characters.of(new Int(code)), out);
    }

    private static BigInteger integer(final Value value, final String otherwise) {
        if (value instanceof Undefined undefined) {
            throw undefined.fault();
        }
        return Numbers.integer(value).orElseThrow(() -> new Fault(otherwise));
    }
}
