package dev.ingot.chat.jinja;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Locale;

/** Formats a time as C's {@code strftime} does in the locale "C"; flags {@code -}, {@code _}, {@code 0} as in glibc. */
final class StrFTime {

    private final LocalDateTime time;
    private final Text out;

    StrFTime(final LocalDateTime time, final Text out) {
        this.time = time;
        this.out = out;
    }

    Str format(final String format) {
        append(format);
        return out.toStr();
    }

    private void append(final String format) {
        for (int i = 0; i < format.length(); i++) {
            if (format.charAt(i) != '%' || i + 1 == format.length()) {
                out.append(format.charAt(i));
                continue;
            }
            char flag = 0;
            char directive = format.charAt(++i);
            if ("-_0^#".indexOf(directive) >= 0 && i + 1 < format.length()) {
                flag = directive;
                directive = format.charAt(++i);
            }
            directive(directive, flag);
        }
    }

    private void directive(final char directive, final char flag) {
        switch (directive) {
            case 'd' -> number(time.getDayOfMonth(), 2, '0', flag);
            case 'e' -> number(time.getDayOfMonth(), 2, ' ', flag);
            case 'm' -> number(time.getMonthValue(), 2, '0', flag);
            case 'y' -> number(time.getYear() % 100, 2, '0', flag);
            case 'Y' -> number(time.getYear(), 1, '0', flag);
            case 'C' -> number(time.getYear() / 100, 2, '0', flag);
            case 'H' -> number(time.getHour(), 2, '0', flag);
            case 'k' -> number(time.getHour(), 2, ' ', flag);
            case 'I' -> number(time.get(ChronoField.CLOCK_HOUR_OF_AMPM), 2, '0', flag);
            case 'l' -> number(time.get(ChronoField.CLOCK_HOUR_OF_AMPM), 2, ' ', flag);
            case 'M' -> number(time.getMinute(), 2, '0', flag);
            case 'S' -> number(time.getSecond(), 2, '0', flag);
            case 'f' -> number(time.getNano() / 1000, 6, '0', flag);
            case 'j' -> number(time.getDayOfYear(), 3, '0', flag);
            case 'u' -> number(time.getDayOfWeek().getValue(), 1, '0', flag);
            case 'w' -> number(weekday(), 1, '0', flag);
            case 'U' -> number((time.getDayOfYear() + 6 - weekday()) / 7, 2, '0', flag);
            case 'W' -> number((time.getDayOfYear() + 6 - (weekday() + 6) % 7) / 7, 2, '0', flag);
            case 'V' -> number(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2, '0', flag);
            case 'G' -> number(time.get(IsoFields.WEEK_BASED_YEAR), 1, '0', flag);
            case 'g' -> number(time.get(IsoFields.WEEK_BASED_YEAR) % 100, 2, '0', flag);
            case 's' -> out.append(Long.toString(time.toEpochSecond(ZoneOffset.UTC)));
            default -> text(directive, flag);
        }
    }

    private void text(final char directive, final char flag) {
        switch (directive) {
            case 'a' -> name("EEE", flag);
            case 'A' -> name("EEEE", flag);
            case 'b', 'h' -> name("MMM", flag);
            case 'B' -> name("MMMM", flag);
            case 'p' -> out.append(time.getHour() < 12 ? "AM" : "PM");
            case 'P' -> out.append(time.getHour() < 12 ? "am" : "pm");
            case 'c' -> append("%a %b %e %H:%M:%S %Y");
            case 'x', 'D' -> append("%m/%d/%y");
            case 'X', 'T' -> append("%H:%M:%S");
            case 'r' -> append("%I:%M:%S %p");
            case 'R' -> append("%H:%M");
            case 'F' -> append("%Y-%m-%d");
            case 'n' -> out.append('\n');
            case 't' -> out.append('\t');
            case '%' -> out.append('%');
            case 'z', 'Z' -> out.append("");
            default -> out.append("%" + (flag == 0 ? "" : flag) + directive);
        }
    }

    private int weekday() {
        return time.getDayOfWeek().getValue() % 7;
    }

    private void number(final int value, final int width, final char pad, final char flag) {
        final String digits = Integer.toString(value);
        final char filler = flag == '_' ? ' ' : flag == '0' ? '0' : pad;
        out.append((flag == '-' ? "" : String.valueOf(filler).repeat(Math.max(0, width - digits.length())))
                + digits);
    }

    private void name(final String pattern, final char flag) {
        final String name = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(time);
        out.append(flag == '^' || flag == '#' ? name.toUpperCase(Locale.ROOT) : name);
    }
}
