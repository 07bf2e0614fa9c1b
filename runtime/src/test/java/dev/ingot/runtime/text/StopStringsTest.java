package dev.ingot.runtime.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class StopStringsTest {

    @Test
    void aStopAcrossPiecesIsFound() {
        final var stops = new StopStrings(List.of("</end>"));
        assertThat(stops.next("one <")).isEqualTo("one ");
        assertThat(stops.next("/en")).isEmpty();
        assertThat(stops.next("d> two")).isEmpty();
        assertThat(stops.found()).isTrue();
    }

    @Test
    void aFalseBeginningIsReleased() {
        final var stops = new StopStrings(List.of("</end>"));
        assertThat(stops.next("a </")).isEqualTo("a ");
        assertThat(stops.next("b>")).isEqualTo("</b>");
        assertThat(stops.found()).isFalse();
    }

    @Test
    void theEndReleasesWhatWasHeld() {
        final var stops = new StopStrings(List.of("stop"));
        assertThat(stops.next("full st")).isEqualTo("full ");
        assertThat(stops.flush()).isEqualTo("st");
    }

    @Test
    void anyCutIntoPiecesGivesTheTextBeforeTheFirstStop() {
        final var random = new SplittableRandom(3);
        for (int round = 0; round < 500; round++) {
            final String text = letters(random, 40);
            final var stops = List.of(letters(random, 1) + "b", "aa" + letters(random, 2));
            assertThat(streamed(random, text, stops)).isEqualTo(cut(text, stops));
        }
    }

    private static String letters(final SplittableRandom random, final int count) {
        return random.ints(count, 'a', 'd').mapToObj(Character::toString).reduce("", String::concat);
    }

    /** The reference: the first stop in the whole text, found as soon as it is complete. */
    private static String cut(final String text, final List<String> stops) {
        for (int end = 0; end <= text.length(); end++) {
            final String seen = text.substring(0, end);
            final int first = stops.stream().mapToInt(seen::indexOf).filter(at -> at >= 0).min().orElse(-1);
            if (first >= 0) {
                return seen.substring(0, first);
            }
        }
        return text;
    }

    private static String streamed(final SplittableRandom random, final String text,
            final List<String> strings) {
        final var stops = new StopStrings(strings);
        final var result = new StringBuilder();
        int from = 0;
        while (from < text.length() && !stops.found()) {
            final int to = Math.min(text.length(), from + random.nextInt(1, 6));
            result.append(stops.next(text.substring(from, to)));
            from = to;
        }
        return result.append(stops.found() ? "" : stops.flush()).toString();
    }
}
