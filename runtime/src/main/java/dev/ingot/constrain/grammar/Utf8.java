package dev.ingot.constrain.grammar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Ranges of characters as ranges of bytes: a range is cut until all its encodings are a product of byte ranges (as in
 * Ken Thompson's regular expressions over UTF-8, and in RE2).
 */
final class Utf8 {

    private static final int[] LAST = {0x7F, 0x7FF, 0xFFFF, 0x10FFFF}; // of each length

    private final List<List<ByteSet>> spelled = new ArrayList<>(); // the sets of each byte of a character

    private Utf8() {}

    static Expr of(final CodePoints set) {
        final var utf8 = new Utf8();
        for (final var range : set.ranges()) {
            int from = range.from();
            for (int length = 1; length <= LAST.length && from <= range.to(); length++) {
                final int to = Math.min(range.to(), LAST[length - 1]);
                if (from <= to) {
                    utf8.add(from, to, length);
                    from = to + 1;
                }
            }
        }
        return merged(utf8.spelled);
    }

    private void add(final int from, final int to, final int length) {
        for (int i = 1; i < length; i++) {
            final int mask = (1 << (6 * i)) - 1;
            if ((from & ~mask) != (to & ~mask)) {
                if ((from & mask) != 0) {
                    add(from, from | mask, length);
                    add((from | mask) + 1, to, length);
                    return;
                }
                if ((to & mask) != mask) {
                    add(from, (to & ~mask) - 1, length);
                    add(to & ~mask, to, length);
                    return;
                }
            }
        }
        final var units = new ArrayList<ByteSet>(length);
        for (int i = 0; i < length; i++) {
            units.add(ByteSet.of(unit(from, i, length), unit(to, i, length)));
        }
        spelled.add(units);
    }

    /** Returns one byte of an encoding. */
    private static int unit(final int codePoint, final int index, final int length) {
        final int bits = codePoint >> (6 * (length - 1 - index));
        if (index > 0) {
            return 0x80 | (bits & 0x3F);
        }
        return length == 1 ? bits : ((0xF00 >> length) & 0xFF) | bits;
    }

    /**
     * Brings together what begins with the same bytes, so that each byte leads to one place. First bytes are a single one
     * or those of a whole range, and no byte of such a range begins anything else.
     */
    private static Expr merged(final List<List<ByteSet>> spelled) {
        final var byFirst = new LinkedHashMap<ByteSet, List<List<ByteSet>>>();
        spelled.forEach(it -> byFirst.computeIfAbsent(it.getFirst(), first -> new ArrayList<>())
                .add(it.subList(1, it.size())));
        final var byRest = new LinkedHashMap<List<List<ByteSet>>, ByteSet>();
        byFirst.forEach((first, rests) -> byRest.merge(rests, first, ByteSet::or));
        final var options = new ArrayList<Expr>();
        byRest.forEach((rests, first) -> options.add(rests.getFirst().isEmpty()
                ? new Expr.OneByte(first)
                : Expr.sequence(new Expr.OneByte(first), merged(rests))));
        return Expr.choice(options);
    }
}
