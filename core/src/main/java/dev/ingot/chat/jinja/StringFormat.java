package dev.ingot.chat.jinja;

/** The method {@code format} of strings. */
final class StringFormat {

    private static final int MAX_WIDTH_DIGITS = 9;

    private final Rendering rendering;
    private final Arguments arguments;
    private final Text out;
    private int automatic;

    StringFormat(final Rendering rendering, final Arguments arguments) {
        this.rendering = rendering;
        this.arguments = arguments;
        this.out = rendering.text();
    }

    Str format(final String format) {
        int position = 0;
        while (position < format.length()) {
            final char c = format.charAt(position);
            final boolean doubled = position + 1 < format.length() && format.charAt(position + 1) == c;
            if (c != '{' && c != '}') {
                out.append(c);
                position++;
            } else if (doubled) {
                out.append(c);
                position += 2;
            } else if (c == '}') {
                throw new Fault("Single '}' encountered in format string");
            } else {
                final int end = format.indexOf('}', position);
                if (end < 0) {
                    throw new Fault("expected '}' before end of string");
                }
                field(format.substring(position + 1, end));
                position = end + 1;
            }
        }
        return out.toStr();
    }

    private void field(final String field) {
        if (field.indexOf('{') >= 0) {
            throw new Fault("nested replacement fields are not supported");
        }
        final int colon = field.indexOf(':');
        final String head = colon < 0 ? field : field.substring(0, colon);
        final String spec = colon < 0 ? "" : field.substring(colon + 1);
        final int mark = head.indexOf('!');
        final Value value = lookUp(mark < 0 ? head : head.substring(0, mark));
        convert(value, mark < 0 ? "" : head.substring(mark + 1), spec);
    }

    private Value lookUp(final String path) {
        int end = 0;
        while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
            end++;
        }
        Value value = first(path.substring(0, end));
        int position = end;
        while (position < path.length()) {
            if (path.charAt(position) == '.') {
                end = position + 1;
                while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
                    end++;
                }
                value = Subscripts.attribute(value, path.substring(position + 1, end));
            } else {
                final int close = path.indexOf(']', position);
                if (path.charAt(position) != '[' || close < 0) {
                    throw new Fault("Missing ']' in format string");
                }
                final String key = path.substring(position + 1, close);
                value = Subscripts.item(value, isIndex(key) ? index(key) : new Str(key), rendering);
                end = close + 1;
            }
            position = end;
        }
        return value;
    }

    private Value first(final String name) {
        if (!name.isEmpty() && !isIndex(name)) {
            final Value found = arguments.named().get(name);
            if (found == null) {
                throw new Fault(Repr.quoted(name));
            }
            return found;
        }
        final int index = name.isEmpty() ? automatic++ : index(name).clamped();
        if (index >= arguments.positional().size()) {
            throw new Fault("Replacement index " + index + " out of range for positional args tuple");
        }
        return arguments.positional().get(index);
    }

    private static boolean isIndex(final String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static Int index(final String digits) {
        return new Int(
                PythonNumbers.parseInt(digits, 10).orElseThrow(() -> new Fault("index of too many digits")));
    }

    private void convert(final Value value, final String conversion, final String spec) {
        final Value shown = switch (conversion) {
            case "" -> value;
            case "s" -> new Str(Repr.str(value, rendering));
            case "r", "a" -> {
                final Text text = rendering.text();
                Repr.repr(value, rendering, text);
                yield text.toStr();
            }
            default -> throw new Fault("Unknown conversion specifier '" + conversion + "'");
        };
        final FormatSpec parsed = parse(spec, shown);
        switch (shown) {
            case Int i when parsed.type() == 'c' -> parsed.string(Characters.of(i), out);
            case Int i when isReal(parsed) -> parsed.real(Numbers.real(i), out);
            case Int i -> parsed.integer(i.value(), out);
            case Real r -> parsed.real(r.value(), out);
            case Str s -> parsed.string(s.value(), out);
            default -> {
                if (!spec.isEmpty() && !(shown instanceof Bool)) {
                    throw new Fault(
                            "unsupported format string passed to " + shown.typeName() + ".__format__");
                }
                parsed.string(Repr.str(shown, rendering), out);
            }
        }
    }

    private static boolean isReal(final FormatSpec spec) {
        return spec.type() != 0 && "eEfFgG%".indexOf(spec.type()) >= 0;
    }

    /** Parses {@code [[fill]align][sign][#][0][width][grouping][.precision][type]}. */
    private static FormatSpec parse(final String spec, final Value value) {
        final var reader = new SpecReader(spec);
        final FormatSpec parsed = reader.read();
        final boolean suits = switch (value) {
            case Str ignored -> parsed.type() == 0 || parsed.type() == 's';
            case Int ignored ->
                parsed.type() == 0 || "dxXobncn".indexOf(parsed.type()) >= 0 || isReal(parsed);
            case Real ignored -> parsed.type() == 0 || parsed.type() == 'n' || isReal(parsed);
            default -> true;
        };
        if (!suits) {
            throw new Fault("Unknown format code '" + parsed.type() + "' for object of type '"
                    + value.typeName() + "'");
        }
        return parsed;
    }

    /** Reads a format specification from left to right. */
    private static final class SpecReader {

        private final int[] spec;
        private int position;

        SpecReader(final String spec) {
            this.spec = spec.codePoints().toArray();
        }

        FormatSpec read() {
            int fill = ' ';
            char align = 0;
            if (spec.length > 1 && isAlign(spec[1])) {
                fill = spec[0];
                align = (char) spec[1];
                position = 2;
            } else if (spec.length > 0 && isAlign(spec[0])) {
                align = (char) spec[0];
                position = 1;
            }
            final char sign = take("+- ", '-');
            final boolean alternate = take("#", '\0') != 0;
            if (take("0", '\0') != 0) {
                fill = fill == ' ' ? '0' : fill;
                align = align == 0 ? '=' : align;
            }
            final int width = number(0);
            final char grouping = take(",_", '\0');
            final int precision = take(".", '\0') != 0 ? number(-1) : -1;
            final char type = take("bcdeEfFgGnosxX%", '\0');
            if (position < spec.length) {
                throw new Fault("Invalid format specifier");
            }
            return new FormatSpec(fill, align, sign, alternate, width, grouping, precision, type);
        }

        private static boolean isAlign(final int c) {
            return c == '<' || c == '>' || c == '^' || c == '=';
        }

        private char take(final String choices, final char otherwise) {
            return position < spec.length && choices.indexOf(spec[position]) >= 0
                    ? (char) spec[position++]
                    : otherwise;
        }

        private int number(final int otherwise) {
            final int start = position;
            int value = 0;
            while (position < spec.length && spec[position] >= '0' && spec[position] <= '9') {
                value = value * 10 + spec[position++] - '0';
                if (position - start > MAX_WIDTH_DIGITS) {
                    throw new Fault("Too many decimal digits in format string");
                }
            }
            return position == start ? otherwise : value;
        }
    }
}
