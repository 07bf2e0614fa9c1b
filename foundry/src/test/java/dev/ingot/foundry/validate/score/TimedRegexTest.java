package dev.ingot.foundry.validate.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.foundry.validate.score.TimedRegex.Match;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TimedRegexTest {

    private static Match match(final String pattern, final String text) {
        return TimedRegex.match(Pattern.compile(pattern), text, Duration.ofMillis(50));
    }

    @Test
    void matchesTheWholeText() {
        assertThat(match("\\{.*\\}", "{\"a\":1}")).isEqualTo(Match.YES);
        assertThat(match("a+", "aab")).isEqualTo(Match.NO);
        assertThat(match("", "")).isEqualTo(Match.YES);
        assertThat(match("(?s).*kitchen.*", "in\nthe kitchen\n")).isEqualTo(Match.YES);
        assertThat(match("(\\w+) \\1", "bye bye")).isEqualTo(Match.YES);
    }

    /** Each of these would take longer than the universe is old. */
    @Test
    void endsWhateverTheExpression() {
        assertThat(match("(.*a){20}", "a".repeat(40) + "!")).isEqualTo(Match.UNKNOWN);
        assertThat(match("(a|a?)+\\1b", "a".repeat(60))).isEqualTo(Match.UNKNOWN);
    }

    @Test
    void aStackThatRunsOutIsNoCrash() {
        assertThat(match("(a|b)*c", "ab".repeat(200_000))).isIn(Match.UNKNOWN, Match.NO);
    }
}
