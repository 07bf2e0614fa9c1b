package dev.ingot.constrain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.constrain.match.Matcher;
import dev.ingot.constrain.match.TokenConstraint;
import dev.ingot.constrain.text.RegexParser;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Large classes of characters, with {@link java.util.regex} as the judge. */
final class UnicodeClassTest {

    private static final int[] KINDS = {'a', 'Z', '7', '_', ' ', 0xE9, 0x3B1, 0x416, 0x5D0, 0x915, 0xE01,
            0x4E2D,
            0xAC00, 0xFF21, 0x10400, 0x1D400, 0x1F600, 0x20000, 0x10FFFF, 0xD7FF, 0xE000, 0x7F, 0x80, 0x7FF,
            0x800,
            0xFFFF, 0x10000};

    private static boolean fits(final TokenConstraint constraint, final String text) {
        final Matcher matcher = constraint.matcher();
        for (final byte value : text.getBytes(StandardCharsets.UTF_8)) {
            if (!matcher.allows(value & 0xFF)) {
                return false;
            }
            matcher.accept(value & 0xFF);
        }
        return matcher.fits();
    }

    private static void check(final Pattern judge, final TokenConstraint ours, final String text) {
        assertThat(fits(ours, text)).as("%s on \"%s\"", judge, text).isEqualTo(judge.matcher(text).matches());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\p{L}", "[^\\p{L}\\p{N}_]"})
    void everyCharacterAtAnEdgeIsWhereItBelongs(final String pattern) {
        final var judge = Pattern.compile(pattern);
        final TokenConstraint ours = Texts.compiled(RegexParser.grammar(pattern));
        for (int it = 0; it <= Character.MAX_CODE_POINT; it++) {
            if (isEdge(it) && (it < Character.MIN_SURROGATE || it > Character.MAX_SURROGATE)) {
                check(judge, ours, Character.toString(it));
            }
        }
    }

    /** Where a category ends, or all that begins with the same bytes, nothing else changes. */
    private static boolean isEdge(final int it) {
        final int place = it & 0x3F;
        return place == 0 || place == 0x3F || Character.getType(it) != Character.getType(it - 1)
                || Character.getType(it) != Character.getType(Math.min(it + 1, Character.MAX_CODE_POINT));
    }

    @Test
    void repeatedClassesFitWhatTheyShould() {
        final var random = new SplittableRandom(6);
        int matches = 0;
        for (int round = 0; round < 40; round++) {
            final String pattern = pattern(random);
            final var judge = Pattern.compile(pattern);
            final TokenConstraint ours = Texts.compiled(RegexParser.grammar(pattern));
            for (int i = 0; i < 60; i++) {
                final String text = text(random);
                matches += judge.matcher(text).matches() ? 1 : 0;
                check(judge, ours, text);
            }
        }
        assertThat(matches).isGreaterThan(300);
    }

    private static String pattern(final SplittableRandom random) {
        final String[] classes = {"\\p{L}", "\\p{Lu}", "\\p{Ll}", "\\P{L}", "\\p{N}", "[\\p{L}\\p{Nd}_]",
                "[^\\p{P}]",
                "\\p{So}", "[\\p{Lo}a-f]", ".", "\\P{Cn}"};
        final String[] times = {"{1,20}", "+", "*", "{0,3}", "{2}", "?", "{2,}"};
        final var pattern = new StringBuilder();
        for (int i = 0; i <= random.nextInt(3); i++) {
            pattern.append(classes[random.nextInt(classes.length)])
                    .append(times[random.nextInt(times.length)]);
        }
        return random.nextInt(4) == 0 ? "(" + pattern + "|\\p{Lu}\\p{Ll}{0,5})" : pattern.toString();
    }

    private static String text(final SplittableRandom random) {
        final var text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            final int near = KINDS[random.nextInt(KINDS.length)] + random.nextInt(60) - 20;
            final boolean valid = Character.isValidCodePoint(near)
                    && (near < Character.MIN_SURROGATE || near > Character.MAX_SURROGATE);
            text.appendCodePoint(valid ? near : 'x');
        }
        return text.toString();
    }

    @Test
    void aClassMayBeRepeatedOften() {
        final TokenConstraint ours = Texts.compiled(RegexParser.grammar("\\p{L}{1,200}"));
        assertThat(fits(ours, "é".repeat(200))).isTrue();
        assertThat(fits(ours, "é".repeat(201))).isFalse();
    }
}
