package dev.ingot.runtime.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Ids here are single bytes, decoded as UTF-8: the worst that a byte-level tokenizer can do. */
final class DetokenizerTest {

    private static String decode(final int[] bytes) {
        final var raw = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            raw[i] = (byte) bytes[i];
        }
        return new String(raw, UTF_8);
    }

    private static String stream(final int... bytes) {
        final var detokenizer = new Detokenizer(DetokenizerTest::decode);
        final var text = new StringBuilder();
        for (final int id : bytes) {
            text.append(detokenizer.next(id));
        }
        return text.append(detokenizer.flush()).toString();
    }

    @Test
    void charactersComeWhole() {
        final var detokenizer = new Detokenizer(DetokenizerTest::decode);
        final byte[] woman = "👩".getBytes(UTF_8);
        assertThat(detokenizer.next(woman[0])).isEmpty();
        assertThat(detokenizer.next(woman[1])).isEmpty();
        assertThat(detokenizer.next(woman[2])).isEmpty();
        assertThat(detokenizer.next(woman[3])).isEqualTo("👩");
        assertThat(detokenizer.flush()).isEmpty();
    }

    @Test
    void anIncompleteEndIsFlushed() {
        assertThat(stream('a', 0xF0, 0x9F)).isEqualTo("a\uFFFD");
    }

    @Test
    void endlessGarbageIsReleasedInTime() {
        final var detokenizer = new Detokenizer(DetokenizerTest::decode);
        int longestSilence = 0;
        int silence = 0;
        for (int i = 0; i < 1000; i++) {
            silence = detokenizer.next(0xFF).isEmpty() ? silence + 1 : 0;
            longestSilence = Math.max(longestSilence, silence);
        }
        assertThat(longestSilence).isLessThan(100);
    }

    @Test
    void randomTextArrivesUnchanged() {
        final var random = new SplittableRandom(7);
        for (int round = 0; round < 300; round++) {
            final var text = new StringBuilder();
            for (int i = random.nextInt(30); i > 0; i--) {
                text.appendCodePoint(codePoint(random));
            }
            final byte[] bytes = text.toString().getBytes(UTF_8);
            final var ids = new int[bytes.length];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = bytes[i];
            }
            assertThat(stream(ids)).isEqualTo(text.toString());
        }
    }

    private static int codePoint(final SplittableRandom random) {
        final int limit = 1 << random.nextInt(7, 21);
        final int found = random.nextInt(1, limit);
        return found >= Character.MIN_SURROGATE && found <= Character.MAX_SURROGATE ? 'x' : found;
    }

    @Test
    void randomBytesArriveAsAWholeDecodingWouldShowThem() {
        final var random = new SplittableRandom(8);
        for (int round = 0; round < 300; round++) {
            final int[] bytes = random.ints(random.nextInt(40), 0, 256).toArray();
            assertThat(stream(bytes)).isEqualTo(decode(bytes));
        }
    }
}
