package dev.ingot.constrain.text;

import dev.ingot.constrain.grammar.CodePoints;
import dev.ingot.constrain.grammar.CodePoints.Range;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Classes of characters by name: general categories of Unicode, as in {@code \p{Lu}} and {@code \p{L}}. */
final class Categories {

    private static final Map<String, Integer> TYPES = Map.ofEntries(
            entry("Lu", Character.UPPERCASE_LETTER), entry("Ll", Character.LOWERCASE_LETTER),
            entry("Lt", Character.TITLECASE_LETTER), entry("Lm", Character.MODIFIER_LETTER),
            entry("Lo", Character.OTHER_LETTER), entry("Mn", Character.NON_SPACING_MARK),
            entry("Me", Character.ENCLOSING_MARK), entry("Mc", Character.COMBINING_SPACING_MARK),
            entry("Nd", Character.DECIMAL_DIGIT_NUMBER), entry("Nl", Character.LETTER_NUMBER),
            entry("No", Character.OTHER_NUMBER), entry("Zs", Character.SPACE_SEPARATOR),
            entry("Zl", Character.LINE_SEPARATOR), entry("Zp", Character.PARAGRAPH_SEPARATOR),
            entry("Pd", Character.DASH_PUNCTUATION), entry("Ps", Character.START_PUNCTUATION),
            entry("Pe", Character.END_PUNCTUATION), entry("Pc", Character.CONNECTOR_PUNCTUATION),
            entry("Po", Character.OTHER_PUNCTUATION), entry("Pi", Character.INITIAL_QUOTE_PUNCTUATION),
            entry("Pf", Character.FINAL_QUOTE_PUNCTUATION), entry("Sm", Character.MATH_SYMBOL),
            entry("Sc", Character.CURRENCY_SYMBOL), entry("Sk", Character.MODIFIER_SYMBOL),
            entry("So", Character.OTHER_SYMBOL), entry("Cc", Character.CONTROL),
            entry("Cf", Character.FORMAT), entry("Co", Character.PRIVATE_USE),
            entry("Cn", Character.UNASSIGNED));

    private Categories() {}

    private static Map.Entry<String, Integer> entry(final String name, final byte type) {
        return Map.entry(name, (int) type);
    }

    /** Returns the characters of a category of one or two letters, if there is one. */
    static Optional<CodePoints> of(final String name) {
        return TYPES.entrySet().stream().filter(it -> !name.isEmpty() && it.getKey().startsWith(name))
                .map(it -> All.SETS.get(it.getValue())).reduce(CodePoints::or);
    }

    /** Each category, collected at the first use of any. */
    private static final class All {

        static final Map<Integer, CodePoints> SETS = collect();

        private static Map<Integer, CodePoints> collect() {
            final var ranges = new HashMap<Integer, List<Range>>();
            int from = 0;
            for (int it = 1; it <= Character.MAX_CODE_POINT + 1; it++) {
                if (it > Character.MAX_CODE_POINT || Character.getType(it) != Character.getType(from)) {
                    ranges.computeIfAbsent(Character.getType(from), type -> new ArrayList<>())
                            .add(new Range(from, it - 1));
                    from = it;
                }
            }
            return ranges.entrySet().stream()
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey,
                            it -> CodePoints.of(it.getValue())));
        }
    }
}
