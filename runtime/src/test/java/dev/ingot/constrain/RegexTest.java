package dev.ingot.constrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.constrain.match.TokenConstraint;
import dev.ingot.constrain.text.RegexParser;
import dev.ingot.error.ConstraintException;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions, with {@link java.util.regex} as the judge. */
final class RegexTest {

    private static final String LETTERS = "abé€😀 \n0";

    @Test
    void matchesWhatJavaMatches() {
        final var random = new SplittableRandom(3);
        int matches = 0;
        for (int round = 0; round < 400; round++) {
            final String pattern = new RandomRegex(random).make();
            final var judge = Pattern.compile(pattern);
            final TokenConstraint ours = Texts.compiled(RegexParser.grammar(pattern));
            for (int i = 0; i < 40; i++) {
                final String text = text(random);
                final boolean expected = judge.matcher(text).matches();
                matches += expected ? 1 : 0;
                assertThat(Texts.fits(ours, text)).as("%s on \"%s\"", pattern, text).isEqualTo(expected);
            }
        }
        assertThat(matches).isGreaterThan(500);
    }

    private static String text(final SplittableRandom random) {
        final int[] letters = LETTERS.codePoints().toArray();
        final var text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return text.toString();
    }

    /** Expressions of the notation that both sides know. */
    private record RandomRegex(SplittableRandom random) {

        private static final String[] ATOMS = {"a", "b", "é", "€", "😀", " ", "0", ".", "\\d", "\\D", "\\w",
                "\\W",
                "\\s", "\\S", "\\n", "\\u00e9", "\\x61", "[ab]", "[^a]", "[a-z€]", "[^\\d\\s]", "[é-😀]",
                "\\.",
                "[\\]a-]", "\\p{L}", "\\P{Ll}", "\\p{Zs}"};
        private static final String[] TIMES = {"*", "+", "?", "{2}", "{1,3}", "{2,}", "*?", "+?", "??",
                "{0,2}?"};

        String make() {
            return alternatives(3);
        }

        private String alternatives(final int depth) {
            final var text = new StringBuilder(sequence(depth));
            for (int i = random.nextInt(3); i > 1; i--) {
                text.append('|').append(sequence(depth));
            }
            return text.toString();
        }

        private String sequence(final int depth) {
            final var text = new StringBuilder();
            for (int i = random.nextInt(4); i > 0; i--) {
                text.append(depth > 0 && random.nextInt(3) == 0 ? group(depth) : pick(ATOMS));
                text.append(random.nextInt(3) == 0 ? pick(TIMES) : "");
            }
            return text.toString();
        }

        private String group(final int depth) {
            return (random.nextBoolean() ? "(" : "(?:") + alternatives(depth - 1) + ")";
        }

        private String pick(final String[] from) {
            return from[random.nextInt(from.length)];
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {"^ab$ ab true", "^ab$ abc false", "(?<name>a)+ aaa true",
            "(?P<n>a) a true", "\\uD83D\\uDE00 😀 true", "\\u{1F600} 😀 true", "\\p{Lu}x Äx true",
            "\\p{Lu}x äx false", "\\P{L} 1 true", "[^\"]* \" false", "a{3} aa false", "\\/ / true",
            "^a$|^b$ b true", "^a$|^b$ ab false", "(?i)straSSe[^k]é STRAsseXÉ true", "(?i)[^k] \u212A false",
            "(?i)[a-c]\\x62 Bb true", "(?i)\\d[^\\D] 12 true", "(?s).\\. \u2028. true", ".\\. \u2028. false",
            "(?is)A. a\u2029 true", "\\P{C} \uE000 false", "\\P{C} \u0378 false", "\\P{C} a true",
            "\\0 0 false"})
    void readsItsNotation(final String pattern, final String text, final boolean expected) {
        assertThat(Texts.fits(RegexParser.grammar(pattern), text)).isEqualTo(expected);
    }

    @Test
    void theEmptyExpressionFitsTheEmptyTextAlone() {
        assertThat(Texts.fits(RegexParser.grammar(""), "")).isTrue();
        assertThat(Texts.fits(RegexParser.grammar(""), "a")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {"(?=a)b 3", "a(?!b) 4", "(?<=a)b 3", "(a)\\1 6", "\\bx 3", "a*+ 3",
            "(?>a) 3", "(?x)a 3", "a** 3", "*a 1", "a{2,1} 6", "[b-a] 5", "[] 2", "(a 3", "a) 2",
            "a{999999} 9",
            "[a&&b] 3", "\\p{Xx} 3", "\\ud800 7", "x\\ 3", "a^b 2", "a$b 2", "\\x4 4", "[[a]] 2", "a{1 4",
            "\\012 3", "\\uD83D\\u0041 13", "(?m)a 3", "a(?i)b 4"})
    void refusesTheRestAndSaysWhere(final String pattern, final int column) {
        assertThatThrownBy(() -> Constraint.regex(pattern)).isInstanceOf(ConstraintException.class)
                .hasMessageContaining("regular expression at column " + column + ":");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[^\\s\\S]", "a[^\\d\\D]", "([^\\w\\W])+"})
    void refusesWhatNothingMatches(final String pattern) {
        assertThatThrownBy(() -> Constraint.regex(pattern)).isInstanceOf(ConstraintException.class)
                .hasMessageContaining("nothing can ever fit");
    }

    @Test
    void linesAreCounted() {
        assertThatThrownBy(() -> Constraint.regex("ab\ncd(")).isInstanceOf(ConstraintException.class)
                .hasMessageContaining("line 2, column 4");
    }
}
