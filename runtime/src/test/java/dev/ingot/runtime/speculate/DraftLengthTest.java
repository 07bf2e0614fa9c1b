package dev.ingot.runtime.speculate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long guesses are. */
final class DraftLengthTest {

    @Test
    void rightGuessesGrowToTheMost() {
        final var lengths = new DraftLength(12);
        final var seen = new ArrayList<Integer>();
        for (int i = 0; i < 4; i++) {
            final int next = lengths.next();
            seen.add(next);
            lengths.learn(next, next);
        }
        assertThat(seen).isEqualTo(List.of(4, 8, 12, 12));
    }

    @Test
    void aGuessThatWasRightAtFirstShrinksToThat() {
        final var lengths = new DraftLength(12);
        lengths.learn(4, 1);
        assertThat(lengths.next()).isEqualTo(2);
    }

    @Test
    void wrongGuessesPauseLongerAndLonger() {
        final var lengths = new DraftLength(8);
        final var pauses = new ArrayList<Integer>();
        for (int i = 0; i < 7; i++) {
            lengths.learn(2, 0);
            int pause = 0;
            while (lengths.next() == 0) {
                pause++;
            }
            pauses.add(pause);
        }
        assertThat(pauses).isEqualTo(List.of(0, 1, 3, 7, 15, 16, 16));
        lengths.learn(2, 2);
        lengths.learn(2, 0);
        assertThat(lengths.next()).isPositive();
    }
}
