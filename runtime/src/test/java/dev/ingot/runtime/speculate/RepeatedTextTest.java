package dev.ingot.runtime.speculate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is guessed from what a text said before. */
final class RepeatedTextTest {

    private static int[] guess(final int shortest, final int most, final int... text) {
        final var into = new int[1 + most];
        final int found = new RepeatedText(shortest, 16).draft(text, text.length, most, into);
        return Arrays.copyOfRange(into, 1, 1 + found);
    }

    @Test
    void whatFollowedBeforeFollowsAgain() {
        assertThat(guess(2, 3, 5, 1, 2, 7, 8, 9, 1, 2)).containsExactly(7, 8, 9);
    }

    @Test
    void theLongestRunDecidesAndOfEqualOnesTheLast() {
        assertThat(guess(1, 1, 3, 1, 2, 40, 9, 2, 50, 3, 1, 2)).containsExactly(40);
        assertThat(guess(1, 1, 2, 40, 2, 50, 2)).containsExactly(50);
    }

    @Test
    void aPeriodGoesOnBeyondTheEnd() {
        assertThat(guess(2, 7, 1, 2, 3, 1, 2, 3)).containsExactly(1, 2, 3, 1, 2, 3, 1);
        assertThat(guess(1, 4, 6, 6)).containsExactly(6, 6, 6, 6);
    }

    @Test
    void nothingIsGuessedFromTooShortARun() {
        assertThat(guess(2, 4, 1, 2, 3, 9, 2)).isEmpty();
        assertThat(guess(1, 4, 1, 2, 3)).isEmpty();
        assertThat(guess(1, 4, 1)).isEmpty();
    }

    /** Beside a search that looks at every place anew. */
    @Test
    void findsWhatAPlainSearchFinds() {
        final var random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            final int[] text = random.ints(1 + random.nextInt(40), 0, 3).toArray();
            final int shortest = 1 + random.nextInt(4);
            assertThat(guess(shortest, 1, text)).as("%s", Arrays.toString(text))
                    .isEqualTo(plain(shortest, text));
        }
    }

    private static int[] plain(final int shortest, final int... text) {
        for (int run = Math.min(16, text.length - 1); run >= shortest; run--) {
            for (int end = text.length - 1; end >= run; end--) {
                if (Arrays.equals(text, end - run, end, text, text.length - run, text.length)) {
                    return new int[]{text[end]};
                }
            }
        }
        return new int[0];
    }
}
