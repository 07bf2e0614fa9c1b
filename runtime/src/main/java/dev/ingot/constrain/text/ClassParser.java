package dev.ingot.constrain.text;

import dev.ingot.constrain.grammar.CodePoints;
import dev.ingot.constrain.grammar.CodePoints.Range;

/** Reads one character of a regular expression: itself, an escape, or a class. */
final class ClassParser {

    private static final CodePoints DIGITS = CodePoints.of('0', '9');
    private static final CodePoints WORD = DIGITS.or(CodePoints.of('a', 'z')).or(CodePoints.of('A', 'Z'))
            .or(CodePoints.of("_"));

    private final Cursor cursor;
    private final RegexFlags flags;

    ClassParser(final Cursor cursor, final RegexFlags flags) {
        this.cursor = cursor;
        this.flags = flags;
    }

    CodePoints next() {
        return switch (cursor.peek()) {
            case '[' -> bracket();
            case '\\' -> escaped();
            default -> flags.cased(single(cursor.next()));
        };
    }

    private static CodePoints single(final int codePoint) {
        return CodePoints.of(codePoint, codePoint);
    }

    private CodePoints escaped() {
        final CodePoints set = escape(false);
        return isSingle(set) ? flags.cased(set) : set;
    }

    private CodePoints bracket() {
        cursor.expect("[");
        final boolean negated = cursor.skip("^");
        CodePoints all = CodePoints.NONE;
        boolean first = true;
        while (first || cursor.peek() != ']') {
            if (first && cursor.peek() == ']') {
                throw cursor.fault("an empty class; write \\] for the bracket itself");
            }
            first = false;
            if (cursor.peek() == '[' || cursor.startsWith("&&")) {
                throw cursor
                        .fault("classes in classes and intersections are not supported; write \\[ or \\&");
            }
            all = all.or(member());
        }
        cursor.expect("]");
        return negated ? all.negate() : all;
    }

    private CodePoints member() {
        final CodePoints low = one();
        if (!cursor.startsWith("-") || cursor.startsWith("-]")) {
            return isSingle(low) ? flags.cased(low) : low;
        }
        cursor.next();
        final CodePoints high = one();
        if (!isSingle(low) || !isSingle(high) || first(low) > first(high)) {
            throw cursor.fault("expected a range of two characters that rise");
        }
        return flags.cased(CodePoints.of(first(low), first(high)));
    }

    private CodePoints one() {
        return cursor.peek() == '\\' ? escape(true) : single(cursor.next());
    }

    private static boolean isSingle(final CodePoints set) {
        return set.ranges().size() == 1 && set.ranges().getFirst().from() == set.ranges().getFirst().to();
    }

    private static int first(final CodePoints set) {
        final Range range = set.ranges().getFirst();
        return range.from();
    }

    private CodePoints escape(final boolean inClass) {
        cursor.expect("\\");
        final int c = cursor.next();
        return switch (c) {
            case 'd' -> DIGITS;
            case 'D' -> DIGITS.negate();
            case 'w' -> WORD;
            case 'W' -> WORD.negate();
            case 's' -> flags.space();
            case 'S' -> flags.space().negate();
            case 'p' -> category();
            case 'P' -> category().negate();
            case 'n' -> single('\n');
            case 'r' -> single('\r');
            case 't' -> single('\t');
            case 'f' -> single('\f');
            case 'v' -> single(0x0B);
            case '0' -> zero();
            case 'x' -> single(cursor.hex(2));
            case 'u' -> unicode();
            default -> {
                if (Character.isLetterOrDigit(c)) {
                    throw cursor.fault("the escape \\" + Character.toString(c) + (inClass || c > '9'
                            ? " is not supported"
                            : " is a back reference, which is not supported"));
                }
                yield single(c);
            }
        };
    }

    private CodePoints zero() {
        if (cursor.peek() >= '0' && cursor.peek() <= '9') {
            throw cursor.fault("octal numbers are not supported; write \\x..");
        }
        return single(0);
    }

    private CodePoints unicode() {
        int value;
        if (cursor.skip("{")) {
            final int begin = cursor.position();
            while (Character.digit(cursor.peek(), 16) >= 0) {
                cursor.next();
            }
            final int digits = cursor.position() - begin;
            cursor.back(begin);
            value = cursor.hex(Math.clamp(digits, 1, 6));
            cursor.expect("}");
        } else {
            value = cursor.hex(4);
            if (Character.isHighSurrogate((char) value) && cursor.skip("\\u")) {
                final char low = (char) cursor.hex(4);
                value = Character.isLowSurrogate(low) ? Character.toCodePoint((char) value, low) : value;
            }
        }
        final boolean right = Character.isValidCodePoint(value)
                && (value < Character.MIN_SURROGATE || value > Character.MAX_SURROGATE);
        if (!right) {
            throw cursor.fault("expected the code of a character, found " + Integer.toHexString(value));
        }
        return single(value);
    }

    private CodePoints category() {
        final int begin = cursor.position();
        final boolean braces = cursor.skip("{");
        final int from = cursor.position();
        do {
            cursor.next();
        } while (braces && cursor.peek() != '}');
        final String name = cursor.since(from);
        if (braces) {
            cursor.expect("}");
        }
        final var found = Categories.of(name);
        if (found.isEmpty()) {
            cursor.back(begin);
            throw cursor.fault("expected a general category such as L, Lu or Nd, found " + name);
        }
        return found.get();
    }
}
