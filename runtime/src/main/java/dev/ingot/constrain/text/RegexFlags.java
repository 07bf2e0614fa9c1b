package dev.ingot.constrain.text;

import dev.ingot.constrain.grammar.CodePoints;
import dev.ingot.constrain.grammar.CodePoints.Range;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a regular expression is to be read.
 *
 * @param ignoresCase whether upper and lower case are one, by the simple mappings of Unicode
 * @param dotAll      whether {@code .} also stands for line ends
 * @param space       what {@code \s} stands for
 */
public record RegexFlags(boolean ignoresCase, boolean dotAll, CodePoints space) {

    /** As Java reads them by default. */
    public static final RegexFlags PLAIN = new RegexFlags(false, false, CodePoints.of(" \t\n\r\f\u000B"));

    /** As ECMA-262 reads them, which JSON schemas refer to. */
    public static final RegexFlags ECMA = new RegexFlags(false, false, PLAIN.space().or(CodePoints.of(
            "\u00A0\u1680\u2028\u2029\u202F\u205F\u3000\uFEFF")).or(CodePoints.of(0x2000, 0x200A)));

    /** Adds flags that stand at the beginning of an expression, as {@code (?i)}. */
    RegexFlags leading(final Cursor cursor) {
        final int begin = cursor.position();
        RegexFlags result = this;
        if (cursor.skip("(?")) {
            while (cursor.peek() == 'i' || cursor.peek() == 's') {
                result = result.with(cursor.next());
            }
            if (cursor.position() > begin + 2 && cursor.skip(")")) {
                return result;
            }
        }
        cursor.back(begin);
        return this;
    }

    /**
     * Adds a flag.
     *
     * @param flag {@code i} or {@code s}
     * @return the flags with it
     */
    RegexFlags with(final int flag) {
        return new RegexFlags(ignoresCase || flag == 'i', dotAll || flag == 's', space);
    }

    /** Adds the other cases of characters, if case is ignored. */
    CodePoints cased(final CodePoints set) {
        if (!ignoresCase) {
            return set;
        }
        final var all = new ArrayList<>(set.ranges());
        Cases.TWINS.forEach((character, twins) -> {
            if (set.contains(character)) {
                twins.forEach(it -> all.add(new Range(it, it)));
            }
        });
        return CodePoints.of(all);
    }

    /** Characters that differ in case alone, collected at the first use. */
    private static final class Cases {

        static final Map<Integer, List<Integer>> TWINS = collect();

        private static Map<Integer, List<Integer>> collect() {
            final var groups = new HashMap<Integer, List<Integer>>();
            for (int it = 0; it <= Character.MAX_CODE_POINT; it++) {
                final int folded = Character.toLowerCase(Character.toUpperCase(it));
                if (folded != it || Character.toUpperCase(it) != it) {
                    groups.computeIfAbsent(folded, key -> new ArrayList<>()).add(it);
                }
            }
            final var twins = new HashMap<Integer, List<Integer>>();
            groups.values().forEach(group -> group.forEach(it -> twins.put(it, group)));
            return twins;
        }
    }
}
